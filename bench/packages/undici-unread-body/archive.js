'use strict'
// The archive: documents of 300 kB.

const http = require('node:http')

const document = Buffer.alloc(300 * 1024, 'a')

const server = http.createServer((_request, response) => {
  response.end(document)
})
server.listen(0, '127.0.0.1', () => process.send(server.address().port))
