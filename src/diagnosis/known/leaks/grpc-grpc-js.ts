// Known leaks of @grpc/grpc-js.

import type { KnownLeak } from '../known-leak.ts'

export const grpcGrpcJs: readonly KnownLeak[] = [
  {
    package: '@grpc/grpc-js',
    versions: '>=1.4.0 <1.4.4',
    fixedIn: '1.4.4',
    url: 'https://github.com/grpc/grpc-node/issues/1941',
    says: 'channelz traces and sockets are kept without a limit',
    signs: {
      names: ['ChannelzTrace', 'ChannelzChildrenTracker', 'events', 'registerChannelzSocket'],
      files: /(?:channelz|subchannel)\.(?:js|ts)$/,
    },
  },
  {
    package: '@grpc/grpc-js',
    versions: '<1.8.13',
    fixedIn: '1.8.13',
    url: 'https://github.com/grpc/grpc-node/pull/2394',
    says: 'sockets that are closed stay in the tables of channelz',
    signs: {
      names: ['ChannelzChildrenTracker', 'channelzSocketRef', 'sockets'],
      files: /(?:channelz|transport|subchannel)\.(?:js|ts)$/,
    },
  },
  {
    package: '@grpc/grpc-js',
    versions: '>=1.8.0 <1.8.11',
    fixedIn: '1.8.11',
    url: 'https://github.com/grpc/grpc-node/issues/2371',
    says: 'a long call keeps an entry for every message it has written',
    signs: { names: ['writeBuffer', 'RetryingCall'] },
  },
]
