/** A trend's sentence as a part of a longer one. */
export function clause(sentence: string): string {
  return sentence.replace(/\.$/, '')
}
