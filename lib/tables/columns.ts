/** A column's type, in DuckDB's word; times are UTC. */
export type ColumnType = 'VARCHAR' | 'DOUBLE' | 'BIGINT' | 'TIMESTAMP';

type Columns = Readonly<Record<string, ColumnType>>;

const window = {
  window_start: 'TIMESTAMP',
  window_end: 'TIMESTAMP',
  revision: 'BIGINT',
  baseline: 'VARCHAR',
} as const satisfies Columns;

const measured = {
  metric: 'VARCHAR',
  family: 'VARCHAR',
  column_name: 'VARCHAR',
  segment: 'VARCHAR',
  variant: 'VARCHAR',
  value: 'DOUBLE',
  low: 'DOUBLE',
  high: 'DOUBLE',
  reference: 'DOUBLE',
  chance: 'DOUBLE',
  p: 'DOUBLE',
  limit_min: 'DOUBLE',
  limit_max: 'DOUBLE',
  limit_source: 'VARCHAR',
} as const satisfies Columns;

/** What the tables hold, in the order of their columns; `monitor` and `month` are the folders that the files lie in. */
export const TABLES = {
  /** One row a measurement; what is of the whole window stands in each. */
  measurements: {
    ...window,
    as_of: 'TIMESTAMP',
    rows: 'BIGINT',
    labelled: 'BIGINT',
    rejected: 'BIGINT',
    ...measured,
    status: 'VARCHAR',
    coverage: 'DOUBLE',
    reason: 'VARCHAR',
    note: 'VARCHAR',
  },
  /** One row a finding. */
  findings: {
    ...window,
    severity: 'VARCHAR',
    metric: 'VARCHAR',
    family: 'VARCHAR',
    column_name: 'VARCHAR',
    segment: 'VARCHAR',
    variant: 'VARCHAR',
    value: 'DOUBLE',
    reference: 'DOUBLE',
    p: 'DOUBLE',
    limit_min: 'DOUBLE',
    limit_max: 'DOUBLE',
    limit_source: 'VARCHAR',
    message: 'VARCHAR',
  },
  /** One row a cause of an incident, the first is what it is mainly put down to. */
  incidents: {
    id: 'VARCHAR',
    onset: 'TIMESTAMP',
    opened: 'TIMESTAMP',
    last: 'TIMESTAMP',
    resolved: 'TIMESTAMP',
    severity: 'VARCHAR',
    reopened: 'BIGINT',
    place: 'BIGINT',
    cause: 'VARCHAR',
    column_name: 'VARCHAR',
    families: 'VARCHAR',
    cause_onset: 'TIMESTAMP',
    cause_opened: 'TIMESTAMP',
    cause_last: 'TIMESTAMP',
    cause_resolved: 'TIMESTAMP',
    cause_severity: 'VARCHAR',
    metric: 'VARCHAR',
    segment: 'VARCHAR',
    variant: 'VARCHAR',
    value: 'DOUBLE',
    reference: 'DOUBLE',
    limit_min: 'DOUBLE',
    limit_max: 'DOUBLE',
    share: 'DOUBLE',
    change: 'VARCHAR',
    role: 'VARCHAR',
    message: 'VARCHAR',
  },
} as const satisfies Readonly<Record<string, Columns>>;

export type TableName = keyof typeof TABLES;

/** A row of a table: every column, null where it does not exist. */
export type TableRow<T extends TableName> = {
  readonly [C in keyof (typeof TABLES)[T]]:
    | ((typeof TABLES)[T][C] extends 'VARCHAR' | 'TIMESTAMP' ? string : number)
    | null;
};
