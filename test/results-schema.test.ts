import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { openFolder } from '../lib/adapters/folder/ports.ts';
import { runMonitor } from '../lib/pipeline/run-monitor.ts';
import { parseResult, resultJsonSchema } from '../lib/results-schema.ts';
import { exampleWorkspace, monitor, TODAY } from './support/example-workspace.ts';

const PUBLISHED = resolve(import.meta.dirname, '../docs/results.schema.json');

it('the published JSON Schema is that of the code (UPDATE_DOCS=1 writes it)', () => {
  if (process.env.UPDATE_DOCS === '1') writeFileSync(PUBLISHED, resultJsonSchema());
  expect(readFileSync(PUBLISHED, 'utf8')).toBe(resultJsonSchema());
});

it('what a run writes is as the schema says', async () => {
  const { root, remove } = await exampleWorkspace();
  const ports = await openFolder(root, { threads: 1 });
  try {
    await runMonitor(ports, { monitor, now: TODAY, run: 'test' });
    const results = await ports.workspace.list('results/');
    expect(results).toHaveLength(3);
    for (const { key } of results) {
      const text = (await ports.workspace.read(key)) ?? '';
      expect(parseResult(text)).toEqual(JSON.parse(text));
    }
  } finally {
    await ports.close();
    await remove();
  }
});
