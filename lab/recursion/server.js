// A small content server in the manner of Strapi 4: plugins with controllers, extensions that may
// change a plugin while it is loaded, and a global `strapi` to look things up. HTTP by koa, data in
// SQLite. It registers users with itself, one after the other, and ends after SECONDS.

const { request } = require('node:http')
const { setTimeout: sleep } = require('node:timers/promises')
const { Koa, Database } = loadPackages()

const SECONDS = Number(process.env.SECONDS ?? 40)
/** `io`: an answer takes a turn of the event loop, as from a database server; `sync`: it blocks. */
const DATABASE = process.env.DATABASE ?? 'io'
const LATENCY_MS = Number(process.env.DATABASE_LATENCY_MS ?? (DATABASE === 'io' ? 1 : 0.2))
const end = Date.now() + SECONDS * 1000

let registered = 0
let queries = 0

function loadPackages() {
  try {
    return { Koa: require('koa'), Database: require('node-sqlite3-wasm').Database }
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error
    console.error('This program needs two packages: npm install koa node-sqlite3-wasm')
    process.exit(2)
  }
}

function finish() {
  console.log(`registration: ${registered} users registered, ${queries} queries`)
  process.exit()
}

function createUsers() {
  const sqlite = new Database(':memory:')
  sqlite.exec('create table users (id integer primary key, username text, email text)')

  const disk = new Int32Array(new SharedArrayBuffer(4))
  const answer = async (ask) => {
    queries++
    if (Date.now() > end) finish()
    if (DATABASE === 'io') await sleep(LATENCY_MS)
    else Atomics.wait(disk, 0, 0, LATENCY_MS)
    return ask()
  }
  return {
    findOne: ({ username, email }) =>
      answer(() =>
        sqlite.get('select * from users where username = ? or email = ?', [username, email]),
      ),
    create: ({ username, email }) =>
      answer(() => {
        sqlite.run('insert into users (username, email) values (?, ?)', [username, email])
        return { username, email }
      }),
  }
}

const usersPlugin = {
  controllers: {
    auth: {
      async register(ctx) {
        ctx.body = await strapi.query('user').create(ctx.request.body)
      },
    },
  },
  routes: { 'POST /api/auth/local/register': ['auth', 'register'] },
}

function loadPlugin(name, plugin, extension) {
  const extended = extension(plugin)
  strapi.plugins[name] = extended
  const actions = Object.entries(extended.routes).map(([route, [controller, action]]) => {
    const owner = extended.controllers[controller]
    return [route, owner[action].bind(owner)]
  })
  return Object.fromEntries(actions)
}

async function readBody(ctx, next) {
  let text = ''
  for await (const chunk of ctx.req) text += chunk
  ctx.request.body = text === '' ? {} : JSON.parse(text)
  await next()
}

function createApp(actions) {
  const app = new Koa({ asyncLocalStorage: true })
  app.context.badRequest = function badRequest(message) {
    this.status = 400
    this.body = { error: message }
  }
  app.use(readBody)
  app.use(async (ctx) => {
    const action = actions[`${ctx.method} ${ctx.path}`]
    if (action) await action(ctx)
  })
  return app
}

function register(port, user) {
  const headers = { 'content-type': 'application/json' }
  const path = '/api/auth/local/register'
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, method: 'POST', headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode))
    })
      .on('error', reject)
      .end(JSON.stringify(user))
  })
}

/** Loads the users plugin through `extension`, serves it and registers user after user. */
async function start(extension) {
  const users = createUsers()
  globalThis.strapi = { plugins: {}, query: () => users }
  const app = createApp(loadPlugin('users-permissions', usersPlugin, extension))
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))

  setTimeout(finish, SECONDS * 1000)
  for (let number = 0; ; number++) {
    const user = { username: `user-${number}`, email: `user-${number}@example.com` }
    if ((await register(server.address().port, user)) === 200) registered++
    await sleep(50)
  }
}

module.exports = { start }
