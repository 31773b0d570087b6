// MemLab's engine on one file: its graph, dominators and retained sizes, then totals by class.

const [folder, file] = process.argv.slice(2)
const { getFullHeapFromFile } = require(`${folder}/node_modules/@memlab/heap-analysis`)

async function main() {
  const heap = await getFullHeapFromFile(file)
  const classes = new Map()
  heap.nodes.forEach((node) => {
    const name = `${node.type} ${node.type === 'string' ? '' : node.name}`
    const row = classes.get(name) ?? { count: 0, retained: 0 }
    row.count++
    row.retained += node.retainedSize
    classes.set(name, row)
  })
  console.log(JSON.stringify({ nodes: heap.nodes.length, classes: classes.size }))
}

void main()
