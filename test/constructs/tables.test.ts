import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDuckDb } from '../../lib/adapters/duckdb/engine.ts';
import { FolderWorkspace } from '../../lib/adapters/folder/workspace.ts';
import type { Ports } from '../../lib/pipeline/ports.ts';
import { writeTableFile } from '../../lib/pipeline/write-table-file.ts';
import { sql } from '../../lib/sql/sql.ts';
import { TABLES, type TableName, type TableRow } from '../../lib/tables/columns.ts';
import { monitorNamed, only, synthesize } from './synthesize.ts';

const template = synthesize({ monitors: [monitorNamed('credit-risk'), monitorNamed('churn')] });
const tableOf = (name: string) =>
  only(template, 'AWS::Glue::Table', { TableInput: { Name: name } }).TableInput;

/** What Athena takes for what Parquet's footer says: https://docs.aws.amazon.com/athena/latest/ug/data-types.html */
const ATHENA_READS: Record<string, string> = {
  'BYTE_ARRAY UTF8': 'string',
  'DOUBLE null': 'double',
  'INT64 INT_64': 'bigint',
  'INT64 TIMESTAMP_MICROS': 'timestamp',
};

describe('the Glue tables', () => {
  it.each(Object.keys(TABLES) as TableName[])(
    'declare the types that the Parquet files of %s have, in their order',
    async (table) => {
      const declared = tableOf(table).StorageDescriptor.Columns as { Name: string; Type: string }[];
      expect(await footer(table)).toEqual(declared.map(({ Name, Type }) => [Name, Type]));
    },
  );

  it('find their partitions by the paths that the pipeline writes, without a crawler', () => {
    const { Parameters, PartitionKeys } = tableOf('measurements');
    expect(PartitionKeys.map(({ Name }: { Name: string }) => Name)).toEqual(['monitor', 'month']);
    expect(Parameters).toMatchObject({
      'projection.enabled': 'true',
      'projection.monitor.type': 'enum',
      'projection.monitor.values': 'credit-risk,churn',
      'projection.month.type': 'date',
      'projection.month.format': 'yyyy-MM',
      'projection.month.interval.unit': 'MONTHS',
    });
    const template = JSON.stringify(Parameters['storage.location.template']);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Athena's own placeholders
    expect(template).toContain('/tables/measurements/monitor=${monitor}/month=${month}/');
  });

  it('are read in a work group that encrypts answers, keeps them in the workspace and limits what a query reads', () => {
    const { WorkGroupConfiguration } = only(template, 'AWS::Athena::WorkGroup');
    expect(WorkGroupConfiguration).toMatchObject({
      EnforceWorkGroupConfiguration: true,
      BytesScannedCutoffPerQuery: 10_000_000_000,
      ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: 'SSE_S3' } },
    });
    expect(JSON.stringify(WorkGroupConfiguration.ResultConfiguration)).toContain('/athena/');
  });

  it('come with a policy that reads them and writes nothing but answers', () => {
    const { PolicyDocument } = only(template, 'AWS::IAM::ManagedPolicy');
    const statements = PolicyDocument.Statement as {
      Action: string | string[];
      Resource: unknown;
    }[];
    const of = (action: string) =>
      JSON.stringify(statements.filter(({ Action }) => [Action].flat().includes(action)));
    expect(of('s3:PutObject')).toMatch(/\/athena\/\*/);
    expect(of('s3:PutObject')).not.toMatch(/tables|results|"\*"/);
    expect(of('s3:GetObject')).toMatch(/\/tables\/\*/);
    const actions = statements.flatMap(({ Action }) => Action);
    expect(actions.filter((one) => /\*|Delete|glue:(Create|Update)/.test(one))).toEqual([]);
  });

  it('are left out where nobody wants them', () => {
    const without = synthesize({ tables: false });
    without.resourceCountIs('AWS::Glue::Table', 0);
    without.resourceCountIs('AWS::Athena::WorkGroup', 0);
  });
});

/** Name and Athena's type of each column of a file whose only row holds nothing. */
async function footer<T extends TableName>(table: T): Promise<[string, string | undefined][]> {
  const folder = await mkdtemp(join(tmpdir(), 'driftwatch-test-'));
  const engine = await openDuckDb({ threads: 1, memoryMegabytes: 200, spillFolder: folder });
  try {
    const workspace = new FolderWorkspace(folder, folder);
    const empty = Object.fromEntries(Object.keys(TABLES[table]).map((name) => [name, null]));
    const ports = { workspace, scratch: folder } as unknown as Ports;
    await writeTableFile(ports, engine, table, 'file.parquet', [empty as TableRow<T>]);
    const rows = await engine.rows(
      sql`SELECT name, type, converted_type FROM parquet_schema(${join(folder, 'file.parquet')}) WHERE type IS NOT NULL`,
    );
    return rows.map(({ name, type, converted_type }) => [
      String(name),
      ATHENA_READS[`${type} ${converted_type}`],
    ]);
  } finally {
    engine.close();
    await rm(folder, { recursive: true, force: true });
  }
}
