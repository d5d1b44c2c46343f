import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { Account } from './account.ts';
import { ACCOUNT, type ClientConfig } from './emulator-clients.ts';

/** Another team's account: to the emulator, a key of twelve digits is the account of its root user. */
const OTHER_ACCOUNT = '999999999999';
const ROLE = 'driftwatch-reader';
export const THEIR_BUCKET = 'their-logs';
export const THEIR_PREFIX = 'logs/';

/** An account with a bucket of logs, and a role that the stack may take on to read them: as docs/operations.md says. */
export async function otherAccount(config: ClientConfig): Promise<Account> {
  const credentials = { accessKeyId: OTHER_ACCOUNT, secretAccessKey: 'test' };
  const own = { ...config, credentials };
  const account = new Account(own);
  await account.s3.send(new CreateBucketCommand({ Bucket: THEIR_BUCKET }));
  await makeRole(new IAMClient(own));
  return account;
}

async function makeRole(iam: IAMClient): Promise<void> {
  // The command line of the test runs as root.
  const readers = ['role/Driftwatch-*', 'root'].map((who) => `arn:aws:iam::${ACCOUNT}:${who}`);
  await iam.send(
    new CreateRoleCommand({
      RoleName: ROLE,
      AssumeRolePolicyDocument: policy({
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: 'sts:AssumeRole',
        Condition: { ArnLike: { 'aws:PrincipalArn': readers } },
      }),
    }),
  );
  const bucket = `arn:aws:s3:::${THEIR_BUCKET}`;
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: ROLE,
      PolicyName: 'read',
      PolicyDocument: policy(
        {
          Action: 's3:ListBucket',
          Resource: bucket,
          Condition: { StringLike: { 's3:prefix': `${THEIR_PREFIX}*` } },
        },
        { Action: 's3:GetObject', Resource: `${bucket}/${THEIR_PREFIX}*` },
      ),
    }),
  );
}

function policy(...statements: readonly object[]): string {
  const Statement = statements.map((statement) => ({ Effect: 'Allow', ...statement }));
  return JSON.stringify({ Version: '2012-10-17', Statement });
}
