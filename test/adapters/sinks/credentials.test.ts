import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, describe, expect, it } from 'vitest';
import {
  authorization,
  parseHeaders,
  readSecret,
} from '../../../lib/adapters/sinks/credentials.ts';
import { withoutSecrets } from '../../../lib/adapters/sinks/secrets.ts';
import { RefusedError } from '../../../lib/errors.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:mlflow-AbCdEf';
const manager = mockedClient(SecretsManagerClient);
afterEach(() => manager.reset());

describe('a secret of Secrets Manager', () => {
  it('is a JSON object of fields, or a plain token', async () => {
    manager
      .on(GetSecretValueCommand, { SecretId: ARN })
      .resolvesOnce({ SecretString: '{"username":"me","password":"pass","port":1}' })
      .resolvesOnce({ SecretString: 'token-of-the-tool\n' });
    expect(await readSecret(ARN)).toEqual({ username: 'me', password: 'pass' });
    expect(await readSecret(ARN)).toEqual({ token: 'token-of-the-tool' });
  });

  it('that may not be read or is not there is refused, and not tried again at once', async () => {
    const denied = Object.assign(new Error('not authorized'), {
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 400 },
    });
    manager.on(GetSecretValueCommand).rejects(denied);
    await expect(readSecret(ARN)).rejects.toThrow(RefusedError);
    await expect(readSecret(ARN)).rejects.toThrow(`secret ${ARN} can't be read: not authorized`);
  });

  it('that is no JSON object is refused without a word of it', async () => {
    manager.on(GetSecretValueCommand).resolves({ SecretString: '{"token": hunter2' });
    const error = await readSecret(ARN).catch((one: Error) => one);
    expect(String(error)).not.toContain('hunter2');
  });
});

describe('what requests are signed with', () => {
  it('is the token before user and password, and nothing where none is known', () => {
    const both = authorization({ token: 'abcd', username: 'me', password: 'pass' });
    expect(both.headers).toEqual({ Authorization: 'Bearer abcd' });
    expect(authorization({ username: 'me', password: 'pass' }).headers).toEqual({
      Authorization: `Basic ${Buffer.from('me:pass').toString('base64')}`,
    });
    expect(authorization({}).headers).toEqual({});
  });

  it('are for OpenTelemetry the headers of its own variable', () => {
    expect(parseHeaders('x-api-key=a%3Db, other = c')).toEqual({ 'x-api-key': 'a=b', other: 'c' });
    expect(parseHeaders('')).toEqual({});
  });

  it('is taken out of texts in every spelling', () => {
    const text = `a ${'p"w d'} ${encodeURIComponent('p"w d')} ${Buffer.from('p"w d').toString('base64')} p\\"w d`;
    expect(withoutSecrets(text, ['p"w d'])).toBe('a *** *** *** ***');
  });
});
