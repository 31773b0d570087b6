// All known leaks, a file a package; of several rules that fit the first one is told.

import type { KnownLeak } from '../known-leak.ts'
import { agentkeepalive } from './agentkeepalive.ts'
import { amqplib } from './amqplib.ts'
import { apolloServerCore } from './apollo-server-core.ts'
import { axios } from './axios.ts'
import { bull } from './bull.ts'
import { bullmq } from './bullmq.ts'
import { engineIoClient } from './engine-io-client.ts'
import { fastify } from './fastify.ts'
import { got } from './got.ts'
import { graphqlSubscriptions } from './graphql-subscriptions.ts'
import { grpcGrpcJs } from './grpc-grpc-js.ts'
import { httpProxy } from './http-proxy.ts'
import { httpProxyMiddleware } from './http-proxy-middleware.ts'
import { inflight } from './inflight.ts'
import { ioredis } from './ioredis.ts'
import { jestCircus } from './jest-circus.ts'
import { jestJasmine2 } from './jest-jasmine2.ts'
import { jestRuntime } from './jest-runtime.ts'
import { jestWorker } from './jest-worker.ts'
import { jsdom } from './jsdom.ts'
import { jsforce } from './jsforce.ts'
import { koa } from './koa.ts'
import { log4js } from './log4js.ts'
import { mem } from './mem.ts'
import { memoize } from './memoize.ts'
import { moleculer } from './moleculer.ts'
import { mongodb } from './mongodb.ts'
import { mongoose } from './mongoose.ts'
import { mqtt } from './mqtt.ts'
import { mswjsInterceptors } from './mswjs-interceptors.ts'
import { multer } from './multer.ts'
import { mysql2 } from './mysql2.ts'
import { newrelic } from './newrelic.ts'
import { nodeFetch } from './node-fetch.ts'
import { nodeSchedule } from './node-schedule.ts'
import { nodemailer } from './nodemailer.ts'
import { nunjucks } from './nunjucks.ts'
import { opentelemetryOtlpExporterBase } from './opentelemetry-otlp-exporter-base.ts'
import { opentelemetrySdkMetrics } from './opentelemetry-sdk-metrics.ts'
import { pMap } from './p-map.ts'
import { pQueue } from './p-queue.ts'
import { restify } from './restify.ts'
import { sentryNode } from './sentry-node.ts'
import { socketIo } from './socket-io.ts'
import { socketIoAdapter } from './socket-io-adapter.ts'
import { typeorm } from './typeorm.ts'
import { undici } from './undici.ts'
import { vueReactivity } from './vue-reactivity.ts'
import { vueRuntimeCore } from './vue-runtime-core.ts'
import { winston } from './winston.ts'
import { workerpool } from './workerpool.ts'
import { ws } from './ws.ts'

export const KNOWN_LEAKS: readonly KnownLeak[] = [
  ...agentkeepalive,
  ...amqplib,
  ...apolloServerCore,
  ...axios,
  ...bull,
  ...bullmq,
  ...engineIoClient,
  ...fastify,
  ...got,
  ...graphqlSubscriptions,
  ...grpcGrpcJs,
  ...httpProxy,
  ...httpProxyMiddleware,
  ...inflight,
  ...ioredis,
  ...jestCircus,
  ...jestJasmine2,
  ...jestRuntime,
  ...jestWorker,
  ...jsdom,
  ...jsforce,
  ...koa,
  ...log4js,
  ...mem,
  ...memoize,
  ...moleculer,
  ...mongodb,
  ...mongoose,
  ...mqtt,
  ...mswjsInterceptors,
  ...multer,
  ...mysql2,
  ...newrelic,
  ...nodeFetch,
  ...nodeSchedule,
  ...nodemailer,
  ...nunjucks,
  ...opentelemetryOtlpExporterBase,
  ...opentelemetrySdkMetrics,
  ...pMap,
  ...pQueue,
  ...restify,
  ...sentryNode,
  ...socketIo,
  ...socketIoAdapter,
  ...typeorm,
  ...undici,
  ...vueReactivity,
  ...vueRuntimeCore,
  ...winston,
  ...workerpool,
  ...ws,
]
