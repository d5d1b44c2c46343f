import { ArnFormat, Aws, Names, Stack } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Monitor } from '../monitor/schema.ts';
import { type ColumnType, TABLES, type TableName } from '../tables/columns.ts';
import { strictListing } from './private/access.ts';
import { acknowledgeWildcards } from './private/acknowledge.ts';
import { bucketKeyStatements } from './private/grant-key.ts';

export interface TablesProps {
  readonly bucket: IBucket;
  readonly monitors: readonly Monitor[];
  /** The most that one query may read; Athena cancels what would read more. @default 10 GB */
  readonly bytesScannedLimit?: number;
}

const ATHENA_TYPES: Readonly<Record<ColumnType, string>> = {
  VARCHAR: 'string',
  DOUBLE: 'double',
  BIGINT: 'bigint',
  TIMESTAMP: 'timestamp',
};

/** No window began before. */
const FIRST_MONTH = '2000-01';
const GIGABYTE = 1e9;
const HIVE = 'org.apache.hadoop.hive.ql.io.parquet';

/** Lets Athena read the tables of a workspace: no crawler, nothing to load; months and monitors follow from the paths. */
export class Tables extends Construct {
  readonly database: string;
  readonly workGroup: string;
  /** What a person or a role needs to query them, and nothing else of the workspace. */
  readonly readAccess: ManagedPolicy;

  constructor(scope: Construct, id: string, props: TablesProps) {
    super(scope, id);
    const name = Names.uniqueResourceName(this, { maxLength: 60, separator: '_' }).toLowerCase();
    const database = new CfnDatabase(this, 'Database', {
      catalogId: Aws.ACCOUNT_ID,
      databaseInput: { name, description: 'Driftwatch: what windows and incidents say' },
    });
    this.database = name;
    for (const table of Object.keys(TABLES) as TableName[])
      this.newTable(table, props).addResourceDependency(database);
    this.workGroup = this.newWorkGroup(name, props);
    this.readAccess = this.newReadAccess(props.bucket);
  }

  private newTable(table: TableName, { bucket, monitors }: TablesProps): CfnTable {
    const location = bucket.s3UrlForObject(`tables/${table}`);
    return new CfnTable(this, table, {
      catalogId: Aws.ACCOUNT_ID,
      databaseName: this.database,
      tableInput: {
        name: table,
        tableType: 'EXTERNAL_TABLE',
        partitionKeys: [
          { name: 'monitor', type: 'string' },
          { name: 'month', type: 'string' },
        ],
        parameters: {
          EXTERNAL: 'TRUE',
          classification: 'parquet',
          'projection.enabled': 'true',
          'projection.monitor.type': 'enum',
          'projection.monitor.values': monitors.map(({ monitor }) => monitor).join(','),
          'projection.month.type': 'date',
          'projection.month.format': 'yyyy-MM',
          'projection.month.range': `${FIRST_MONTH},NOW`,
          'projection.month.interval': '1',
          'projection.month.interval.unit': 'MONTHS',
          'storage.location.template': `${location}/monitor=\${monitor}/month=\${month}/`,
        },
        storageDescriptor: {
          location: `${location}/`,
          columns: Object.entries(TABLES[table]).map(([column, type]) => ({
            name: column,
            type: ATHENA_TYPES[type],
          })),
          inputFormat: `${HIVE}.MapredParquetInputFormat`,
          outputFormat: `${HIVE}.MapredParquetOutputFormat`,
          serdeInfo: { serializationLibrary: `${HIVE}.serde.ParquetHiveSerDe` },
        },
      },
    });
  }

  /** Answers lie under athena/ of the workspace, encrypted, whatever the client asks for. */
  private newWorkGroup(name: string, { bucket, bytesScannedLimit }: TablesProps): string {
    const group = new CfnWorkGroup(this, 'WorkGroup', {
      name,
      description: 'Queries of the tables of Driftwatch',
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: bytesScannedLimit ?? 10 * GIGABYTE,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: bucket.s3UrlForObject('athena/'),
          encryptionConfiguration: { encryptionOption: 'SSE_S3' },
        },
      },
    });
    return group.name;
  }

  private newReadAccess(bucket: IBucket): ManagedPolicy {
    const stack = Stack.of(this);
    const arn = (service: string, resource: string, resourceName: string) =>
      stack.formatArn({
        service,
        resource,
        resourceName,
        arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
      });
    const tables = arn('glue', 'table', `${this.database}/*`);
    const objects = [bucket.arnForObjects('tables/*'), bucket.arnForObjects('athena/*')];
    const [read, answers] = objects as [string, string];
    const policy = new ManagedPolicy(this, 'ReadAccess', {
      description: 'Queries the tables of Driftwatch in its work group',
      statements: [
        new PolicyStatement({
          actions: [
            'athena:GetWorkGroup',
            'athena:StartQueryExecution',
            'athena:StopQueryExecution',
            'athena:GetQueryExecution',
            'athena:GetQueryResults',
            'athena:ListQueryExecutions',
          ],
          resources: [arn('athena', 'workgroup', this.workGroup)],
        }),
        new PolicyStatement({
          actions: ['glue:GetDatabase', 'glue:GetTable', 'glue:GetTables', 'glue:GetPartitions'],
          resources: [
            stack.formatArn({ service: 'glue', resource: 'catalog' }),
            arn('glue', 'database', this.database),
            tables,
          ],
        }),
        new PolicyStatement({ actions: ['s3:GetObject'], resources: objects }),
        new PolicyStatement({
          actions: ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
          resources: [answers],
        }),
        new PolicyStatement({ actions: ['s3:GetBucketLocation'], resources: [bucket.bucketArn] }),
        ...strictListing(bucket.bucketArn, ['tables/*', 'athena/*']).map(
          (statement) => new PolicyStatement(statement),
        ),
        ...bucketKeyStatements(bucket),
      ],
    });
    acknowledgeWildcards(
      policy,
      [read, answers, tables],
      'Tables and the answers to queries lie under their prefix; the policy reaches nothing else.',
    );
    return policy;
  }
}
