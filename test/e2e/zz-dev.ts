import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manyObjects } from './scenes/many-objects.ts';
import { makeTableLog } from './scenes/table-log.ts';
import { Account } from './support/account.ts';
import { startEmulator } from './support/emulator.ts';
import { Report } from './support/report.ts';
import { Deployment } from './support/stack.ts';
const report = new Report();
const folder = mkdtempSync(join(tmpdir(), 'driftwatch-e2e-'));
const emulator = await startEmulator({ enforceIam: true });
try {
  const account = new Account(emulator.client);
  const today = new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000);
  const retraining = await account.newQueue('retraining', 'events');
  const deployment = new Deployment(emulator, { folder, today, retraining: retraining.arn });
  report.step('bootstrap'); await deployment.bootstrap();
  report.step('deploy'); const outputs = await deployment.deploy();
  const scene: any = { account, outputs, report, today, queues: {}, workers: emulator.workers, env: emulator.env };
  const scenes: Record<string, (s: any) => Promise<void>> = { manyObjects };
  if (process.env.ROLE) { const m = await import('./scenes/role-log.ts'); scenes.roleLog = m.roleLog; }
  for (const name of process.argv.slice(2)) { report.step(name); await scenes[name]!(scene); }
} catch (e) { report.fail(e); }
writeFileSync('/tmp/e2e/emulator.log', emulator.logs());
await emulator.stop();
rmSync(folder, { recursive: true, force: true });
process.exitCode = report.end();
