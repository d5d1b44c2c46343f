import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openCollector } from '../lib/adapters/folder/collector.ts';
import { collect } from '../lib/collect/collect.ts';
import { serveIntake } from '../lib/collect/serve-intake.ts';
import { inParallel } from '../lib/in-parallel.ts';

/** The collector under load, on loopback, beside a server that does nothing: is every pair written, once, and at what pace? */
const PAIRS = 5000;
const AT_ONCE = 32;
const MONITOR = 'income';

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
const root = await mkdtemp(join(tmpdir(), 'driftwatch-bench-'));
try {
  const bare = createServer((incoming, answer) => {
    incoming.resume().once('end', () => answer.writeHead(202).end('ok\n'));
  });
  await new Promise<void>((done) => bare.listen(0, '127.0.0.1', done));
  const nothing = await load(`http://127.0.0.1:${(bare.address() as AddressInfo).port}/`);
  bare.close();

  const ports = await openCollector(root);
  const monitors = new Set([MONITOR]);
  const server = await serveIntake({ spool: ports.spool, monitors, secret: null }, 0);
  const took = await load(server.url);
  await server.close();
  const began = performance.now();
  const counts = await collect(ports, { monitor: MONITOR, labels: null }, new Date());
  const seconds = (performance.now() - began) / 1000;
  const written = await linesOf(await ports.workspace.list(`predictions/${MONITOR}/`));
  await ports.close();

  for (const [name, one] of Object.entries({ 'bare server': nothing, collector: took }))
    console.log(
      `${name}: ${Math.round(one.perSecond)} events/s, p50 ${one.p50.toFixed(1)} ms, p99 ${one.p99.toFixed(1)} ms, refused ${one.refused}`,
    );
  console.log(`ratio: ${(nothing.perSecond / took.perSecond).toFixed(1)}`);
  console.log(`written: ${written} of ${PAIRS} pairs, ${Math.round(PAIRS / seconds)} pairs/s`);
  if (written !== PAIRS || counts?.paired !== PAIRS || took.refused > 0) process.exitCode = 1;
} finally {
  agent.destroy();
  await rm(root, { recursive: true, force: true });
}

/** Sends every request and response, in no order, so many at once. */
async function load(url: string) {
  const events = Array.from({ length: 2 * PAIRS }, (_, i) => ({
    id: `r${(i * 7919) % PAIRS}`,
    side: i < PAIRS ? 'request' : 'response',
  }));
  const times: number[] = [];
  let refused = 0;
  const began = performance.now();
  await inParallel(events, AT_ONCE, async ({ id, side }) => {
    const sent = performance.now();
    const status = await post(`${url}${MONITOR}`, id, side);
    times.push(performance.now() - sent);
    if (status !== 202) refused += 1;
  });
  const seconds = (performance.now() - began) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * (times.length - 1))] ?? Number.NaN;
  return { perSecond: events.length / seconds, p50: at(0.5), p99: at(0.99), refused };
}

function post(url: string, id: string, side: string): Promise<number> {
  const headers = {
    ...{ 'content-type': 'application/json', 'ce-id': id },
    'ce-type': `org.kubeflow.serving.inference.${side}`,
  };
  const body =
    side === 'request'
      ? '{"instances":[{"age":41,"income":28600.5,"job":"clerk","country":"DE"}]}'
      : '{"predictions":[{"label":1,"score":0.8125}]}';
  return new Promise((resolve, reject) => {
    request(url, { method: 'POST', headers, agent }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
    })
      .once('error', reject)
      .end(body);
  });
}

async function linesOf(objects: readonly { readonly key: string }[]): Promise<number> {
  const texts = await Promise.all(objects.map(({ key }) => readFile(join(root, key), 'utf8')));
  const ids = texts.flatMap((text) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).id),
  );
  return new Set(ids).size === ids.length ? ids.length : Number.NaN;
}
