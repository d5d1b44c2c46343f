import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { DynamoTable } from '../lib/adapters/aws/table.ts';
import { S3Workspace } from '../lib/adapters/aws/workspace.ts';
import { publishToCloudWatch } from '../lib/adapters/sinks/cloudwatch.ts';
import { collect } from '../lib/collect/collect.ts';
import type { CollectPorts } from '../lib/collect/write-batch.ts';
import type { Outlets } from '../lib/pipeline/ports.ts';
import { withScratch } from './with-scratch.ts';

const environmentSchema = z.object({ BUCKET: z.string().min(1), SPOOL: z.string().min(1) });

const writeEvent = z.object({
  collected: z.array(
    z.object({
      monitor: z.string().min(1),
      labels: z.object({ id: z.string(), label: z.string() }).nullable(),
    }),
  ),
});

/** What a sink dropped is read for so long; what is left, the next minute. */
const DROPPED_MILLISECONDS = 120_000;

/**
 * Answers what became of the halves of each monitor; null where another writer is at work.
 *
 * @throws AggregateError where some could not be written, after the others were
 */
export const createHandler =
  (ports: CollectPorts & { readonly outlets: Pick<Outlets, 'publish'> }) =>
  async (event: unknown) => {
    const counts: Record<string, Awaited<ReturnType<typeof collect>>> = {};
    const failures: Error[] = [];
    const enough = AbortSignal.timeout(DROPPED_MILLISECONDS);
    for (const one of writeEvent.parse(event).collected) {
      try {
        counts[one.monitor] = await collect(ports, one, new Date(), { enough });
      } catch (error) {
        failures.push(new Error(`monitor ${one.monitor}: ${error}`, { cause: error }));
      }
    }
    if (failures.length > 0)
      throw new AggregateError(failures, failures.map(({ message }) => message).join('; '));
    return counts;
  };

function onLambda() {
  const { BUCKET: bucket, SPOOL: table } = environmentSchema.parse(process.env);
  const [s3, cloudWatch] = [new S3Client({}), new CloudWatchClient({})];
  const spool = new DynamoTable({ client: new DynamoDBClient({}), table });
  const publish = (data: Parameters<Outlets['publish']>[0]) =>
    publishToCloudWatch(data, { client: cloudWatch, now: () => new Date(), log: console.warn });
  return (event: unknown) =>
    withScratch((scratch) => {
      const workspace = new S3Workspace({ client: s3, bucket, scratch, auditLock: undefined });
      return createHandler({ spool, workspace, outlets: { publish } })(event);
    });
}

export const handler = onLambda();
