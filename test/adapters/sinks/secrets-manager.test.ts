import {
  SecretsManagerClient as Client,
  CreateSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { connectSinks } from '../../../lib/adapters/sinks/connect.ts';
import { readSecret } from '../../../lib/adapters/sinks/credentials.ts';
import { RefusedError } from '../../../lib/errors.ts';
import { monitorSchema } from '../../../lib/monitor/schema.ts';
import { type Emulator, startEmulator } from '../../e2e/support/emulator.ts';
import { monitor as example } from '../../support/example-workspace.ts';
import { startRecorder } from '../../support/recorder.ts';

let emulator: Emulator;
let arn: string;

beforeAll(async () => {
  emulator = await startEmulator();
  for (const [name, value] of Object.entries(emulator.env))
    if (/^AWS_|^no_proxy$/i.test(name)) vi.stubEnv(name, value);
  const client = new Client(emulator.client);
  const SecretString = '{"username":"monitoring","password":"of-the-secret"}';
  const made = await client.send(new CreateSecretCommand({ Name: 'tools/mlflow', SecretString }));
  arn = made.ARN as string;
  client.destroy();
}, 180_000);

afterAll(async () => {
  vi.unstubAllEnvs();
  await emulator.stop();
});

it('a sink signs its requests with the secret that the monitor file names, and not with the environment', async () => {
  const mlflow = await startRecorder(() => ({ body: { experiment: { experiment_id: '1' } } }));
  const monitor = monitorSchema.parse({
    ...example,
    sinks: { mlflow: { url: mlflow.url, secret: arn } },
  });
  const connect = connectSinks({} as never, { MLFLOW_TRACKING_TOKEN: 'of-the-environment' });
  await connect('mlflow', monitor, new AbortController().signal);
  expect(mlflow.requests.map(({ headers }) => headers.authorization)).toEqual([
    `Basic ${Buffer.from('monitoring:of-the-secret').toString('base64')}`,
  ]);
  await mlflow.stop();
});

it('a secret that is not there is refused', async () => {
  const gone = arn.replace('tools/mlflow', 'tools/nobody');
  await expect(readSecret(gone)).rejects.toThrow(RefusedError);
  await expect(readSecret(gone)).rejects.toThrow(`secret ${gone} can't be read`);
});
