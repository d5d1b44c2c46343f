import { z } from 'zod';
import { capture } from './capture.ts';
import { column, duration } from './parts.ts';

const FORMATS = ['jsonl', 'csv', 'parquet'] as const;
const fromS3 = z.strictObject({
  from: z.literal('s3').default('s3'),
  format: z.enum(FORMATS).optional(),
  delimiter: z.string().length(1).optional(),
  /** The columns of CSV files that have no header line, in order. */
  header: z
    .array(column)
    .min(1)
    .refine((names) => new Set(names.map((name) => name.toLowerCase())).size === names.length, {
      message: 'a name is there twice; the case of letters does not tell names apart',
    })
    .optional(),
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

/** Where predictions come from. */
export const predictions = z
  .discriminatedUnion('from', [
    fromS3.extend({
      format: z.enum([...FORMATS, 'sagemaker-capture', 'open-inference']).optional(),
      /** Of `format: sagemaker-capture` and `open-inference`. */
      capture: capture.optional(),
    }),
    fromDynamodb,
  ])
  .default({ from: 's3' });
/** Where ground truth comes from; absent where it is in the log or not known. */
export const labels = z
  .discriminatedUnion('from', [
    fromS3.extend({
      ...labelNames,
      format: z.enum([...FORMATS, 'sagemaker-ground-truth']).optional(),
    }),
    fromDynamodb.extend(labelNames),
    byId.extend(labelNames),
  ])
  .optional();
