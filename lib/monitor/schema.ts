import { z } from 'zod';
import { FAMILIES } from '../metrics/family.ts';
import type { Descriptor } from '../metrics/metric.ts';
import { customMetricIssues } from './custom-metrics.ts';
import { parseDuration, parseRate } from './duration.ts';

const checked = (parse: (text: string) => number) =>
  z.string().superRefine((text, context) => {
    try {
      parse(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
    }
  });

const duration = checked(parseDuration);
const rate = checked(parseRate);
const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'use 1 to 63 lower-case letters, digits and hyphens');
const column = z.string().min(1);
/** A number in the metric's own unit, or a share of the baseline's value such as "10%". */
const change = z.union([
  z.number(),
  z.string().regex(/^\d+(\.\d+)?%$/, 'a number or a share as in "10%"'),
]);

const limits = {
  min: z.number().optional(),
  max: z.number().optional(),
  max_drop: change.optional(),
  max_rise: change.optional(),
};
const threshold = z.strictObject({
  ...limits,
  warn: z.strictObject(limits).optional(),
  columns: z.array(column).optional(),
  segments: z.array(z.string()).optional(),
  off: z.literal(true).optional(),
});

/** A column, each of whose values is a segment; a numeric one cut into bins; or a pair of columns. */
const segment = z.union([
  column,
  z.strictObject({
    column,
    /** A number of bins of equal share of the baseline, or the inner edges. */
    bins: z.union([z.int().min(2).max(50), z.array(z.number()).min(1)]),
  }),
  z.strictObject({ columns: z.tuple([column, column]) }),
]);

const UNITS = [
  'none',
  'count',
  'share',
  'milliseconds',
  'seconds',
  'minutes',
  'per_minute',
  'nats',
  'target',
  'target_squared',
] as const satisfies readonly Descriptor['unit'][];
const word = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,62}$/, 'use lower-case letters, digits and _, a letter first');
/** Longer ones would be for a program to write. */
const expression = z.string().min(1).max(1000);
/** A metric of the user's own: a formula over sums. `custom-metrics.ts` reads and checks the expressions. */
const customMetric = z.strictObject({
  /** The log's columns that the aggregates read. */
  columns: z.record(column, z.enum(['numeric', 'categorical'])).default({}),
  aggregates: z
    .record(word, expression)
    .refine((aggregates) => Object.keys(aggregates).length <= 8, 'name 8 at most'),
  value: expression,
  description: z.string().min(1).optional(),
  unit: z.enum(UNITS).default('none'),
  worse: z.enum(['higher', 'lower']).optional(),
  headline: z.literal(true).optional(),
});

const format = z.enum(['jsonl', 'csv', 'parquet']);
const fromS3 = z.strictObject({
  from: z.literal('s3'),
  format: format.optional(),
  delimiter: z.string().length(1).optional(),
  /** Another bucket than the workspace's. */
  bucket: z.string().min(3).optional(),
  /** What its keys begin with; of another bucket only. */
  prefix: z.string().optional(),
  /** ARN of a role that may list and read the other bucket. */
  role: z
    .string()
    .regex(/^arn:[\w-]+:iam::\d{12}:role\/.+$/, 'write the ARN of a role')
    .optional(),
});
const fromDynamodb = z.strictObject({
  from: z.literal('dynamodb'),
  /** Name or ARN. */
  table: z.string().min(3),
  /** A global secondary index with the two keys. */
  index: z.string().min(3).optional(),
  /** The partition key's name, or its name and values; the value defaults to the monitor's name. */
  partition: z.union([
    column,
    z.strictObject({ key: column, value: z.union([z.string(), z.array(z.string()).min(1)]) }),
  ]),
  /** The sort key. */
  time: column,
  /** How the sort key holds time: an ISO 8601 string, or a number of seconds or milliseconds since 1970. */
  time_format: z.enum(['iso', 's', 'ms']).default('iso'),
  /** The first instant to read; nothing older is looked at. */
  since: z.iso.datetime().optional(),
  /** How long after its time an item may be written. */
  lag: duration.default('5m'),
  /** How many parts of a stretch of time are read at once. */
  segments: z.int().min(1).max(64).default(4),
});
/** Labels that are found by their prediction's id. */
const byId = z.strictObject({
  from: z.literal('dynamodb_by_id'),
  table: z.string().min(3),
  /** The partition key, which holds the id; the table has no sort key. */
  key: column,
});
const labelNames = {
  wait: duration.default('30d'),
  id: column.optional(),
  label: column.optional(),
};

export const monitorSchema = z
  .strictObject({
    monitor: name,
    task: z.enum(['binary', 'multiclass', 'regression']),
    schedule: rate.default('rate(1 hour)'),
    window: duration.default('1d'),
    columns: z.strictObject({
      id: column.optional(),
      timestamp: column,
      prediction: column.optional(),
      score: column.optional(),
      scores: z.record(z.string(), column).optional(),
      positive: z.union([z.string(), z.number(), z.boolean()]).default(1),
      decide_at: z.number().default(0.5),
      label: column.optional(),
      latency_ms: column.optional(),
      error: column.optional(),
      variant: column.optional(),
      segments: z.array(segment).default([]),
      /** The column of each feature's attribution, where they are logged. */
      attributions: z.record(column, column).optional(),
      features: z
        .union([z.literal('auto'), z.record(column, z.enum(['numeric', 'categorical']))])
        .default('auto'),
    }),
    predictions: z.discriminatedUnion('from', [fromS3, fromDynamodb]).default({ from: 's3' }),
    labels: z
      .discriminatedUnion('from', [
        fromS3.extend(labelNames),
        fromDynamodb.extend(labelNames),
        byId.extend(labelNames),
      ])
      .optional(),
    /** How far back a run looks: for objects by the time of their drop, and for windows that may change an incident. */
    look_back: duration.default('30d'),
    alerts: z
      .strictObject({
        false_alarms: z
          .string()
          .regex(/^\d+ per \d+d$/, 'write it as in "1 per 30d"')
          .optional(),
        confirm: z
          .string()
          .regex(/^[1-9] of [1-9]$/, 'write it as in "2 of 3"')
          .default('1 of 1'),
        min_rows: z.int().min(1).default(200),
      })
      .default({ confirm: '1 of 1', min_rows: 200 }),
    thresholds: z.record(z.string(), z.union([threshold, z.array(threshold)])).default({}),
    retrain: z
      .strictObject({
        on: z.array(z.enum(FAMILIES)).default(['drift', 'performance']),
        cooldown: duration.default('7d'),
        schedule: rate.optional(),
      })
      .optional(),
    fairness: z
      .strictObject({
        /** Columns whose every value is compared with all others. */
        facets: z.array(column).min(1),
        /** A column within whose values the conditional disparities compare. */
        given: column.optional(),
      })
      .optional(),
    metrics: z.record(word, customMetric).default({}),
    cloudwatch: z
      .strictObject({
        /** `headline`: one value per headline metric and window. `all`: every measurement, one custom metric each. */
        publish: z
          .union([z.enum(['none', 'headline', 'all']), z.array(z.string())])
          .default('headline'),
      })
      .default({ publish: 'headline' }),
  })
  .superRefine((monitor, context) => {
    const { columns, task } = monitor;
    const issue = (path: string[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    if (task === 'multiclass' && columns.score)
      issue(['columns', 'score'], 'multiclass takes scores: { <class>: <column>, ... }');
    if (task !== 'multiclass' && columns.scores)
      issue(['columns', 'scores'], `only multiclass takes scores; ${task} takes score`);
    if (task === 'regression' && columns.score)
      issue(['columns', 'score'], 'regression takes prediction alone');
    if (monitor.labels && !columns.id)
      issue(['columns', 'id'], 'labels are joined on an id: name its column');
    if (monitor.labels && !(monitor.labels.label ?? columns.label))
      issue(['columns', 'label'], 'labels hold an outcome: name its column');
    const attributions = Object.values(columns.attributions ?? {});
    if (new Set(attributions).size < attributions.length)
      issue(['columns', 'attributions'], 'every feature has a column of attributions of its own');
    const segments = columns.segments.map(nameOfSegment);
    const twice = segments.find((name, i) => segments.indexOf(name) < i);
    if (twice !== undefined) issue(['columns', 'segments'], `${twice} is listed twice`);
    const [count = 1, of = 1] = monitor.alerts.confirm.split(' of ').map(Number);
    if (count > of) issue(['alerts', 'confirm'], `${count} of ${of} windows can never be`);
    for (const { path, message } of customMetricIssues(monitor))
      issue(['metrics', ...path], message);
  });

/** A monitor file after defaults: what is watched and how. */
export type Monitor = z.output<typeof monitorSchema>;
export type Task = Monitor['task'];
/** One limit of the monitor file, for one metric. */
export type ThresholdSetting = z.output<typeof threshold>;
/** A metric of the user's own as the monitor file says it. */
export type CustomMetricSetting = z.output<typeof customMetric>;
export type Change = z.output<typeof change>;

/** What a definition of segments is called: its columns, joined by ` & `. */
export function nameOfSegment(definition: z.output<typeof segment>): string {
  if (typeof definition === 'string') return definition;
  return 'column' in definition ? definition.column : definition.columns.join(' & ');
}
