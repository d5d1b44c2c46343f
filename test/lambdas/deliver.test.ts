import './environment.ts';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createHandler } from '../../lambdas/deliver.ts';
import { openFolder } from '../../lib/adapters/folder/ports.ts';
import { runMonitor } from '../../lib/pipeline/run-monitor.ts';
import { exampleWorkspace, monitor, TODAY } from '../support/example-workspace.ts';

it('the function gives the windows to the sinks of the monitor that it is handed, and answers in short', async () => {
  const { root, remove } = await exampleWorkspace();
  const ports = await openFolder(root, { threads: 1 });
  await runMonitor(ports, { monitor, now: TODAY, run: 'execution-1' });
  const handler = createHandler(ports);
  const now = TODAY.toISOString();
  const event = { monitor: { ...monitor, sinks: { tensorboard: {} } }, now };
  const answer = await handler(JSON.parse(JSON.stringify(event)));
  expect(answer).toEqual({
    sinks: [{ sink: 'tensorboard', delivered: 3, left: 0, error: null }],
  });
  expect(readdirSync(join(root, 'tensorboard', 'credit-risk', 'all'))).toHaveLength(3);
  expect(await handler({ monitor, now })).toEqual({ sinks: [] });
  await ports.close();
  await remove();
});
