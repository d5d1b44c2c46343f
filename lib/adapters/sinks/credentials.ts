import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { RefusedError } from '../../errors.ts';
import { parseSecret } from './secrets.ts';

/** What a sink signs its requests with. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  /** All that must be seen nowhere. */
  readonly secrets: readonly string[];
}

export type Fields = Readonly<Record<string, string>>;
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the fields of a secret of Secrets Manager. @throws RefusedError where it can't be had. */
export async function readSecret(arn: string): Promise<Fields> {
  const { GetSecretValueCommand, SecretsManagerClient: Client } = await import(
    '@aws-sdk/client-secrets-manager'
  );
  const [, , , region] = arn.split(':');
  const client: SecretsManagerClient = new Client(region ? { region } : {});
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
    if (SecretString === undefined) throw new RefusedError(`secret ${arn} holds no text`);
    return parseSecret(SecretString);
  } catch (error) {
    const { name, message, $metadata } = error as Error & {
      $metadata?: { httpStatusCode?: number };
    };
    const isOurs = ($metadata?.httpStatusCode ?? 500) < 500 || name === 'CredentialsProviderError';
    throw isOurs ? new RefusedError(`secret ${arn} can't be read: ${message}`) : error;
  } finally {
    client.destroy();
  }
}

/** `Authorization` by token, or by user and password; none where neither is known. */
export function authorization({ token, username, password }: Fields): Credentials {
  if (token) return signed(`Bearer ${token}`, [token]);
  if (!username) return { headers: {}, secrets: [] };
  const pair = `${username}:${password ?? ''}`;
  return signed(`Basic ${Buffer.from(pair).toString('base64')}`, [pair, password ?? '']);
}

function signed(value: string, secrets: readonly string[]): Credentials {
  return { headers: { Authorization: value }, secrets: [value, ...secrets].filter(Boolean) };
}

/** Headers that are credentials by themselves. */
export function signedBy(headers: Fields): Credentials {
  const values = Object.values(headers);
  const bare = values.map((value) => value.replace(/^(Bearer|Basic) /i, ''));
  return { headers, secrets: [...values, ...bare] };
}

/** Headers as OpenTelemetry's variable has them: `name=value,name=value`, percent-encoded. */
export function parseHeaders(text: string): Fields {
  const pairs = text.split(',').map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at).trim(), decodeURIComponent(pair.slice(at + 1).trim())] as const;
  });
  return Object.fromEntries(pairs.filter(([name]) => name !== ''));
}
