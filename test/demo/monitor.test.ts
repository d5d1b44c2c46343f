import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { MONITOR } from '../../demo/prepare.ts';
import { monitorSchema } from '../../lib/monitor/schema.ts';

it('is a monitor file that a run accepts', async () => {
  const text = await readFile(new URL('../../demo/monitor.yaml', import.meta.url), 'utf8');
  expect(monitorSchema.parse(parse(text)).monitor).toBe(MONITOR);
});
