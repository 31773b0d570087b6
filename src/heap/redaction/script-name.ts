// Names of scripts: paths and addresses, without what an address may carry along.

const PATH = /^(?:\/|[A-Za-z]:[\\/]|\\\\|node:|internal\/|webpack(?:-internal)?:\/\/)[^\n\r"<>|]*$/
const ADDRESS = /^(https?|file|wasm|chrome-extension):\/\/([^/?#]*)([^?#]*)([?#][^]*)?$/
const OF_ENGINE = /^(?:evalmachine\.<anonymous>|\[eval(?:\d*|-wrapper)\]|native [\w-]+\.js)$/
const LONGEST = 1000

/**
 * The name as it may be shown: paths as they are, addresses without user, password, query and fragment; `null`
 * for what is neither, such as a `data:` address, which is a source text.
 */
export function shownScriptName(text: string): string | null {
  if (text.length > LONGEST) return null
  if (OF_ENGINE.test(text)) return text
  const address = ADDRESS.exec(text)
  if (address !== null) {
    const [, scheme = '', authority = '', path = ''] = address
    return `${scheme}://${authority.slice(authority.lastIndexOf('@') + 1)}${path}`
  }
  if (!PATH.test(text)) return null
  return text.includes('://') ? text.replace(/[?#][^]*$/, '') : text
}
