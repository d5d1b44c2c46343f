import { afterAll, vi } from 'vitest';
import { awsClients } from '../../lib/adapters/aws/connect.ts';
import { type Emulator, startEmulator } from '../e2e/support/emulator.ts';
import { awsPlace } from './aws-place.ts';
import { everyPoint } from './every-point.ts';

let emulator: Emulator | undefined;
afterAll(async () => {
  vi.unstubAllEnvs();
  await emulator?.stop();
});

everyPoint('faults over S3 and DynamoDB', {
  open: async () => {
    emulator = await startEmulator();
    for (const [name, value] of Object.entries(emulator.env))
      if (/^AWS_|^no_proxy$/i.test(name)) vi.stubEnv(name, value);
    return awsPlace(awsClients());
  },
  faults: ({ kind }, i) =>
    kind === 'write' ? [(['kill', 'error after'] as const)[i % 2] ?? 'kill'] : [],
  sample: null,
});
