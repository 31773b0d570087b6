// Metrics of the order service: how many requests, and how long they took, by method, path and status.
import { setTimeout as sleep } from 'node:timers/promises';
const SECONDS = Number(process.env.SECONDS ?? 40);
const BUCKETS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
class Histogram {
    name;
    series = new Map();
    constructor(name) {
        this.name = name;
    }
    inc(labels, elapsed) {
        const key = `${labels.method} ${labels.path} ${labels.status}`;
        let series = this.series.get(key);
        if (series === undefined) {
            series = { labels, buckets: BUCKETS.map(() => 0.5), sum: 0, count: 0 };
            this.series.set(key, series);
        }
        BUCKETS.forEach((limit, at) => {
            if (elapsed <= limit)
                series.buckets[at] = (series.buckets[at] ?? 0) + 1;
        });
        series.sum += elapsed;
        series.count++;
    }
    scrape() {
        let lines = 0;
        for (const { count } of this.series.values())
            lines += count > 0 ? BUCKETS.length : 0;
        return lines;
    }
}
const durations = new Histogram('http_request_duration_ms');
function handle({ method, route, order }) {
    const path = route.replace(':order', `order-${order}`);
    const elapsed = (order * 37) % 400;
    durations.inc({ method, path: route, status: order % 50 === 0 ? 404 : 200 }, elapsed);
    return path.length;
}
async function main() {
    let order = 0;
    let bytes = 0;
    let scraped = 0;
    const end = Date.now() + SECONDS * 1000;
    while (Date.now() < end) {
        for (let call = 0; call < 3; call++) {
            bytes += handle({ method: 'GET', route: '/orders/:order', order });
            bytes += handle({ method: 'GET', route: '/orders/:order/invoice', order });
            order++;
        }
        if (order % 1500 === 0)
            scraped += durations.scrape();
        await sleep(10);
    }
    console.log(`orders: ${order * 2} requests, ${bytes} bytes, ${scraped} lines scraped`);
}
await main();
//# sourceMappingURL=healthy.js.map