// Names that come from the heap, made comparable and safe: scripts by path, identifiers as parts of patterns.

const IDENTIFIER = /^#?[A-Za-z_$][\w$]{0,99}$/

/** A script's path without the scheme; V8 writes the same script the same way everywhere, so nothing is decoded. */
export function scriptPath(script: string): string {
  return script.startsWith('file://') ? script.slice('file://'.length) : script
}

/** The name as the source of a regular expression; `null` where it is no identifier and so not safe in one. */
export function identifierPattern(name: string): string | null {
  return IDENTIFIER.test(name) ? escapedName(name) : null
}

/** An identifier as the source of a regular expression. */
export function escapedName(identifier: string): string {
  return identifier.replace(/\$/g, '\\$&')
}
