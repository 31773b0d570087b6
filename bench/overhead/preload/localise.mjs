// What the recorder does where the floor rises: live allocations are sampled.

import { startAllocationSampling } from '../../../dist/agent/allocation-sampling.cjs'

startAllocationSampling(131_072)
