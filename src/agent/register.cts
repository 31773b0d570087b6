// The door `tidemark/register`: preloaded by `--import` or `--require`, it records this isolate into a file of its own, with
// no Tidemark beside it. It only decides whether the recording may begin, in syntax that any Node can parse to skip it.

import type * as startModule from './recording/start-recording.cts'

try {
  const env = process.env
  const major = Number(process.versions.node.split('.')[0])
  const isOff = env['TIDEMARK_DISABLE'] && env['TIDEMARK_DISABLE'] !== '0'
  // Where Tidemark itself watches, its agent sees all that a recording would hold.
  if (major >= 18 && !isOff && !env['TIDEMARK_SOCKET']) {
    // Loaded by hand, not imported: an import would be hoisted out of the `try`.
    const load: (id: string) => unknown = require
    const recording = load('./recording/start-recording.cjs') as typeof startModule
    recording.startRecording(__filename)
  }
} catch (error) {
  // The program goes on unrecorded: whatever is wrong here is no business of the host's.
  void error
}
