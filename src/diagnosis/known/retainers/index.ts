// All known retainers, a file a package or part of Node; of several rules that fit the first one is told.

import type { KnownRetainer } from '../known-retainer.ts'
import { ajvRetainers } from './ajv.ts'
import { dataloaderRetainers } from './dataloader.ts'
import { expressRetainers } from './express.ts'
import { fastifyRetainers } from './fastify.ts'
import { knexRetainers } from './knex.ts'
import { lruCacheRetainers } from './lru-cache.ts'
import { mongodbRetainers } from './mongodb.ts'
import { mongooseRetainers } from './mongoose.ts'
import { mysql2Retainers } from './mysql2.ts'
import { nodeAsyncContextRetainers } from './node-async-context.ts'
import { nodeDiagnosticsChannelRetainers } from './node-diagnostics-channel.ts'
import { nodeHttpRetainers } from './node-http.ts'
import { nodeModulesRetainers } from './node-modules.ts'
import { nodePerformanceRetainers } from './node-performance.ts'
import { nodeTimersRetainers } from './node-timers.ts'
import { pgRetainers } from './pg.ts'
import { prismaRetainers } from './prisma.ts'
import { promClientRetainers } from './prom-client.ts'
import { undiciRetainers } from './undici.ts'
import { v8Retainers } from './v8.ts'

export const KNOWN_RETAINERS: readonly KnownRetainer[] = [
  ...ajvRetainers,
  ...dataloaderRetainers,
  ...expressRetainers,
  ...fastifyRetainers,
  ...knexRetainers,
  ...lruCacheRetainers,
  ...mongodbRetainers,
  ...mongooseRetainers,
  ...mysql2Retainers,
  ...nodeAsyncContextRetainers,
  ...nodeDiagnosticsChannelRetainers,
  ...nodeHttpRetainers,
  ...nodeModulesRetainers,
  ...nodePerformanceRetainers,
  ...nodeTimersRetainers,
  ...pgRetainers,
  ...prismaRetainers,
  ...promClientRetainers,
  ...undiciRetainers,
  ...v8Retainers,
]
