import { z } from 'zod';
import { parseLock } from '../lib/adapters/aws/audit-lock.ts';
import { type AwsClients, awsClients, awsPorts } from '../lib/adapters/aws/connect.ts';
import type { Engine, Ports } from '../lib/pipeline/ports.ts';
import { withScratch } from './with-scratch.ts';

const environmentSchema = z.object({
  BUCKET: z.string().min(1),
  TABLE: z.string().min(1),
  TOPIC: z.string().min(1),
  BUS: z.string().min(1),
  AUDIT_LOCK: z.string().transform(parseLock).optional(),
  REPORTS_URL: z.url({ protocol: /^https$/ }).optional(),
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: z.coerce.number().int().positive(),
});

type Environment = z.output<typeof environmentSchema>;

/** Lambda gives a whole vCPU per so much memory. */
const MEGABYTES_PER_VCPU = 1769;
/** For Node, its buffers and what DuckDB does not count. */
const MEGABYTES_BESIDE_ENGINE = 700;
const LEAST_ENGINE_MEGABYTES = 256;

export type Handler = (event: unknown) => Promise<unknown>;

/** A step as a Lambda: clients live as long as the process, files as long as one invocation. */
export function onLambda(createHandler: (ports: Ports) => Handler): Handler {
  const environment = environmentSchema.parse(process.env);
  const clients = awsClients();
  return (event) =>
    withScratch((scratch) => createHandler(lambdaPorts(environment, clients, scratch))(event));
}

function lambdaPorts(environment: Environment, clients: AwsClients, scratch: string): Ports {
  const {
    BUCKET: bucket,
    TABLE: table,
    TOPIC: topic,
    BUS: bus,
    AUDIT_LOCK: auditLock,
    REPORTS_URL: reportsUrl,
  } = environment;
  const openEngine = () => openEngineIn(environment.AWS_LAMBDA_FUNCTION_MEMORY_SIZE, scratch);
  return awsPorts({ bucket, table, topic, bus, auditLock, reportsUrl }, clients, {
    scratch,
    openEngine,
  });
}

/** Loads DuckDB with the first engine: functions without the layer never ask for one. */
async function openEngineIn(memoryMegabytes: number, spillFolder: string): Promise<Engine> {
  const { openDuckDb } = await import('../lib/adapters/duckdb/engine.ts');
  return openDuckDb({ ...engineShare(memoryMegabytes), spillFolder, confinedTo: [] });
}

/** What an engine may use in a function of this size. */
export function engineShare(memoryMegabytes: number) {
  return {
    threads: Math.max(1, Math.round(memoryMegabytes / MEGABYTES_PER_VCPU)),
    memoryMegabytes: Math.max(LEAST_ENGINE_MEGABYTES, memoryMegabytes - MEGABYTES_BESIDE_ENGINE),
  };
}
