// tiny-pool: keeps resources that are expensive to make and lends them out one by one.
// A resource that was acquired must be given back with `release`.

export function createPool({ create, maxIdle = 10 }) {
  const idle = []
  const leased = new Set()

  function acquire() {
    const resource = idle.pop() ?? create()
    leased.add(resource)
    return resource
  }

  function release(resource) {
    if (!leased.delete(resource)) throw new Error('tiny-pool: this resource is not on loan')
    if (idle.length < maxIdle) idle.push(resource)
  }

  return { acquire, release }
}
