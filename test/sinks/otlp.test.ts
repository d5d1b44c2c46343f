import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../e2e/support/emulator-server.ts';
import {
  type MeasuredExample,
  measuredExample,
  measuredValue,
  revise,
} from './support/delivered.ts';
import { prometheus } from './support/prometheus.ts';
import { type LoopbackServer, startServer } from './support/server.ts';

let example: MeasuredExample;
let server: LoopbackServer;
let base: string;

beforeAll(async () => {
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  const config = 'storage: { tsdb: { out_of_order_time_window: 90d } }\n';
  const start = startServer(
    prometheus(),
    (folder) => {
      writeFileSync(join(folder, 'prometheus.yml'), config);
      return [
        `--config.file=${folder}/prometheus.yml`,
        `--storage.tsdb.path=${folder}/data`,
        '--storage.tsdb.retention.time=100y',
        `--web.listen-address=127.0.0.1:${port}`,
        '--web.enable-otlp-receiver',
      ];
    },
    `${base}/-/ready`,
  );
  [example, server] = await Promise.all([measuredExample(), start]);
});
afterAll(async () => {
  await server?.stop();
  await example?.close();
});

interface Series {
  readonly metric: Readonly<Record<string, string>>;
  /** Seconds since 1970, and the number as text. */
  readonly values: readonly [time: number, value: string][];
}

/** Every stored sample of a selector. */
async function samples(selector: string): Promise<Series[]> {
  const end = Date.parse(example.results.at(-1)?.window.end ?? '') / 1000;
  const query = new URLSearchParams({ query: `${selector}[30d]`, time: String(end) });
  const response = await fetch(`${base}/api/v1/query?${query}`);
  const { data } = (await response.json()) as { data: { result: Series[] } };
  return data.result;
}

it('Prometheus takes the windows by OTLP and answers with each value at its time', async () => {
  const { sinks } = await example.give({ otlp: { url: `${base}/api/v1/otlp`, publish: 'all' } });
  expect(sinks).toEqual([{ sink: 'otlp', delivered: 3, left: 0, error: null }]);
  const [income] = await samples('driftwatch_psi{column="income",segment=""}');
  expect(income?.metric).toMatchObject({ monitor: 'credit-risk', job: 'driftwatch' });
  expect(income?.values).toEqual(
    example.results.map((result) => [
      Date.parse(result.window.start) / 1000,
      String(measuredValue(result, { metric: 'psi', column: 'income' })),
    ]),
  );
  const slices = await samples('driftwatch_psi{column="income",segment!=""}');
  expect(slices.map(({ metric }) => metric.segment).sort()).toEqual([
    'country=DE',
    'country=FR',
    'country=PL',
  ]);
  // Prometheus names milliseconds by their unit.
  expect(await samples('driftwatch_latency_p50_milliseconds{segment=""}')).toHaveLength(1);
});

it('given again, nothing is there twice; a revision is what the series goes on with', async () => {
  const [first] = example.results;
  if (!first) throw new Error('nothing was measured');
  const url = `${base}/api/v1/otlp/v1/metrics`;
  expect((await example.give({ otlp: { url } })).sinks[0]).toMatchObject({ delivered: 3 });
  expect((await samples('driftwatch_accuracy{segment=""}'))[0]?.values).toHaveLength(2);

  await revise(example, first, 'accuracy', 0.25);
  expect((await example.give({ otlp: { url } })).sinks[0]).toMatchObject({ delivered: 1 });
  const time = Date.parse(first.window.start) / 1000;
  const [series] = await samples('driftwatch_accuracy{segment=""}');
  expect(series?.values.slice(0, 2)).toEqual([
    [time, String(measuredValue(first, { metric: 'accuracy' }))],
    [time + 0.001, '0.25'],
  ]);
});
