import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { ClientConfig } from './emulator-clients.ts';

/** Makes a secret in Secrets Manager; its ARN. */
export async function makeSecret(
  client: ClientConfig,
  name: string,
  text: string,
): Promise<string> {
  const secrets = new SecretsManagerClient(client);
  const { ARN = '' } = await secrets.send(
    new CreateSecretCommand({ Name: name, SecretString: text }),
  );
  secrets.destroy();
  return ARN;
}
