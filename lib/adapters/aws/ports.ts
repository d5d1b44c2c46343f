import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../../errors.ts';
import type { Ports } from '../../pipeline/ports.ts';
import { openDuckDb } from '../duckdb/engine.ts';
import { awsClients, awsPorts } from './connect.ts';
import { findStack } from './stack-tags.ts';

const ENGINE_MEGABYTES = 700;

/** Everything a run needs, from this machine over a deployed stack's bucket: `s3://bucket`. @throws ConfigError */
export async function openAws(location: string): Promise<Ports & { close(): Promise<void> }> {
  const bucket = location.replace(/^s3:\/\//, '').replace(/\/+$/, '');
  if (!/^[\w.-]+$/.test(bucket))
    throw new ConfigError(`${location} names no bucket: write s3://bucket, without a folder`);
  const clients = awsClients();
  const resources = await findStack(clients.s3, bucket);
  const scratch = await mkdtemp(join(tmpdir(), 'driftwatch-'));
  const openEngine = () =>
    openDuckDb({
      threads: availableParallelism(),
      memoryMegabytes: ENGINE_MEGABYTES,
      spillFolder: scratch,
      confinedTo: [],
    });
  const close = async () => {
    for (const client of Object.values(clients)) client.destroy();
    await rm(scratch, { recursive: true, force: true });
  };
  return { ...awsPorts(resources, clients, { scratch, openEngine }), close };
}
