// The heap profiler of @datadog/pprof with the interval and the depth that its documentation starts it with.

import { requireCached } from '../install.mjs'

requireCached('@datadog/pprof').heap.start(512 * 1024, 64)
