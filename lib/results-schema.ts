import { z } from 'zod';
import { FAMILIES } from './metrics/family.ts';
import { METRICS } from './metrics/registry.ts';
import { curvesSchema, distributionsSchema } from './picture/picture-schema.ts';
import type { WindowResult } from './results.ts';

const number = z.number().nullable();
const probability = z.number().min(0).max(1).optional();
const time = z.iso.datetime();
const place = {
  metric: z.union([
    z.enum(METRICS.map(({ name }) => name) as [string, ...string[]]),
    z
      .string()
      .regex(/^[a-z][a-z0-9_]*$/)
      .describe("one of the monitor file's own"),
  ]),
  column: z.string().nullable(),
  segment: z.string().nullable().describe('column=value'),
  variant: z.string().nullable(),
};
const threshold = z.strictObject({
  min: z.number().optional(),
  max: z.number().optional(),
  source: z.enum(['monitor', 'default', 'calibrated']),
});

const evidence = z.strictObject({
  share: z
    .number()
    .gt(0)
    .lt(1)
    .describe('of windows that may hold a false alarm by what several of them say together'),
  checks: z.int().min(0).describe('of all rows'),
  of: z.array(
    z.strictObject({
      metric: place.metric,
      column: place.column,
      kind: z.enum(FAMILIES),
      unit: z.string(),
      z: z.number().describe('standard deviations beyond what chance gives, at most 3'),
      effect: z
        .number()
        .describe(
          'distance less what chance adds, by the least effect that matters; both to the power',
        ),
      power: z.union([z.literal(1), z.literal(2)]),
      shared: z
        .number()
        .min(0)
        .max(1)
        .describe(
          "share of the standard deviation that is the baseline's own, the same in all windows",
        ),
      reference: z.number(),
      limits: threshold.pick({ min: true, max: true }),
    }),
  ),
});

const worst = z
  .array(
    z.strictObject({
      segment: z.string(),
      metric: place.metric,
      column: z.string().nullable(),
      value: z.number(),
      whole: z.number(),
      effect: z.number(),
      evidence: z.number(),
      rows: z.int().min(0),
      sentence: z.string(),
    }),
  )
  .max(5);

const variants = z.strictObject({
  values: z.array(
    z.strictObject({
      variant: z.string(),
      metric: place.metric,
      value: z.number(),
      error: z.number().min(0).describe('standard error'),
      rows: z.int().min(0),
    }),
  ),
  differences: z.array(
    z.strictObject({
      metric: place.metric,
      champion: z.string(),
      challenger: z.string(),
      difference: z.number().describe("the challenger's value less the champion's"),
      low: z.number(),
      high: z.number(),
    }),
  ),
});

/** The schema of `WindowResult`; docs/results.schema.json is made from it. */
export const resultSchema = z
  .strictObject({
    schema: z.literal(1),
    monitor: z.string(),
    window: z.strictObject({ start: time, end: time }),
    baseline: z.string(),
    compared_with: z
      .strictObject({
        season: z.string().nullable().describe('as in weekday=Sunday'),
        of: z.string().describe('baseline, or earlier windows as in "last 4w"'),
        rows: z.int().min(0).describe('of the reference'),
        windows: z.array(time).optional().describe('starts of the earlier windows in it'),
        left_out: z.array(time).optional().describe('those that differ from the others'),
        instead: z.string().optional().describe('why it is not what the monitor file asks for'),
      })
      .optional()
      .describe('where the monitor file has `compare`'),
    revision: z.int().min(1).describe('late data, labels and corrections make the next one'),
    as_of: time.describe('of the run whose data this revision shows'),
    rows: z.int().min(0),
    rejected: z.int().min(0),
    rejections: z.record(z.string(), z.int().min(1)),
    labelled: z.int().min(0),
    measurements: z.array(
      z.strictObject({
        ...place,
        value: number,
        low: number,
        high: number,
        reference: number,
        chance: z.number().optional(),
        p: probability,
        coverage: z
          .number()
          .min(0)
          .max(1)
          .optional()
          .describe(
            'share of the predictions whose outcome is known, of a value that rests on outcomes',
          ),
        threshold: threshold.nullable(),
        status: z.enum(['ok', 'warning', 'alert', 'insufficient']),
        reason: z.string().optional(),
        note: z.string().optional(),
      }),
    ),
    findings: z.array(
      z.strictObject({
        ...place,
        kind: z.enum(FAMILIES),
        severity: z.enum(['warning', 'alert']),
        value: z.number(),
        reference: number,
        p: probability,
        threshold,
        since: time.optional().describe('of the first window that it rests on; in incidents alone'),
        message: z.string(),
      }),
    ),
    evidence: evidence.optional().describe('where a budget of false alarms is stated'),
    worst: z.strictObject({ performance: worst, drift: worst }).optional(),
    variants: variants.optional().describe('of a rollout, of this window alone'),
    distributions: distributionsSchema
      .optional()
      .describe('of all rows, to draw; missing in results of older releases, as is the next'),
    curves: curvesSchema.optional(),
  })
  .describe('results/<monitor>/window=<start>.json');

/** The JSON Schema that is published, as text. */
export function resultJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(resultSchema), null, 2)}\n`;
}

/** A result file's text, checked. */
export function parseResult(text: string): WindowResult {
  return resultSchema.parse(JSON.parse(text)) as WindowResult;
}
