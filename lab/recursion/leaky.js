// Extends the registration of the users plugin: says which of the two, name or address, is taken.

const { start } = require('./server.js')

function extendUsers(plugin) {
  plugin.controllers.auth.register = async function register(ctx) {
    const { username, email } = ctx.request.body
    try {
      const existing = await strapi.query('user').findOne({ username, email })
      if (existing) {
        const taken = existing.email === email ? 'Email' : 'Username'
        return ctx.badRequest(`${taken} is already taken`)
      }

      const defaultRegister = strapi.plugins['users-permissions'].controllers.auth.register
      await defaultRegister(ctx)
    } catch (error) {
      console.error('Error during registration', error)
      return ctx.badRequest('Registration failed')
    }
  }
  return plugin
}

start(extendUsers)
