// The name that Node itself would give to a snapshot's file.

/** Node's own style: date, time, process, thread 0, sequence. */
export function snapshotName(now: Date, pid: number, sequence: number): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  const date = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`
  const time = `${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`
  return `Heap.${date}.${time}.${pid}.0.${String(sequence).padStart(3, '0')}.heapsnapshot`
}
