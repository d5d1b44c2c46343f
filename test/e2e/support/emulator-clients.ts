import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';
const ROOT_KEY = 'test';

export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly requestHandler?: { readonly httpsAgent: { readonly ca: string } };
}

export function clientConfig(endpoint: string, certificate?: string): ClientConfig {
  const credentials = { accessKeyId: ROOT_KEY, secretAccessKey: ROOT_KEY };
  const plain = { endpoint, region: REGION, credentials };
  if (certificate === undefined) return plain;
  return { ...plain, requestHandler: { httpsAgent: { ca: readFileSync(certificate, 'utf8') } } };
}

export function childEnvironment(
  endpoint: string,
  state: string,
  certificate?: string,
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && !/^(AWS|CDK|AMAZON)_/i.test(name)) env[name] = value;
  }
  const direct = ['127.0.0.1', 'localhost', env.NO_PROXY ?? env.no_proxy].filter(Boolean).join();
  return {
    ...env,
    NO_PROXY: direct,
    no_proxy: direct,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: ROOT_KEY,
    AWS_SECRET_ACCESS_KEY: ROOT_KEY,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_CONFIG_FILE: join(state, 'no-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(state, 'no-credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DEFAULT_ACCOUNT: ACCOUNT,
    CDK_DEFAULT_REGION: REGION,
    CDK_HOME: join(state, 'cdk'),
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    ...(certificate && { AWS_CA_BUNDLE: certificate, NODE_EXTRA_CA_CERTS: certificate }),
  };
}
