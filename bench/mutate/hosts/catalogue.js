// The live heap of a host: articles that are loaded once, looked up all the time and never added to.

const FIELDS = 12
/** Shallow sizes of one article with its arrays, as V8 lays them out without pointer compression. */
const ARTICLE_BYTES = 400

/**
 * @param {number} bytes about so many in all
 * @returns {ReadonlyMap<number, { id: number, name: string, stock: number[], price: number }>}
 */
export function loadCatalogue(bytes) {
  const articles = new Map()
  const count = Math.max(1, Math.floor(bytes / ARTICLE_BYTES))
  for (let id = 0; id < count; id++) {
    const stock = Array.from({ length: FIELDS }, (_, at) => (id * 31 + at) % 97)
    articles.set(id, { id, name: `article ${id} of ${count}`, stock, price: id + 0.99 })
  }
  return articles
}
