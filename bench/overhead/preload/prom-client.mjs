// The default metrics of prom-client. Nobody scrapes them here, which would cost more.

import { requireCached } from '../install.mjs'

requireCached('prom-client').collectDefaultMetrics()
