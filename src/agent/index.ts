export { startAgent } from './agent.cts'
export { findCollector } from './collection.cts'
export { takeSnapshot } from './snapshot.cts'
export { writeSnapshotFile } from './snapshot-file.cts'
