// What fastify keeps by design.

import type { KnownRetainer } from '../known-retainer.ts'

export const fastifyRetainers: readonly KnownRetainer[] = [
  {
    package: 'fastify',
    versions: '*',
    url: 'https://fastify.dev/docs/latest/Reference/Validation-and-Serialization/',
    says: 'Fastify keeps a compiled validator and serializer for each route',
    step: { name: /^(?:schemaBucket|schemaController|validatorCompiler|serializerCompiler)$/ },
    allowanceBytes: 1_000_000,
  },
  {
    package: 'find-my-way',
    versions: '*',
    url: 'https://github.com/delvedor/find-my-way',
    says: 'the router keeps the routes that were added',
    step: { name: /^(?:trees|routes)$/, script: /find-my-way/ },
    allowanceBytes: 0,
  },
]
