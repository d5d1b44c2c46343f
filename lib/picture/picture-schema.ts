import { z } from 'zod';

const number = z.number().nullable();
const share = z.number().min(0).max(1);
const pair = <T extends z.ZodType>(of: T) =>
  z.strictObject({ baseline: of.nullable(), current: of.nullable() });
const bins = z.strictObject({
  edges: z.array(z.number()).describe('one more than bins'),
  shares: pair(z.array(share)),
  below: pair(share),
  above: pair(share),
});
const column = {
  column: z.string(),
  role: z.enum(['feature', 'prediction', 'score']),
  missing: pair(share).describe('share of all rows'),
};

/** The schema of `Distribution`s. */
export const distributionsSchema = z.array(
  z.discriminatedUnion('type', [
    z.strictObject({ ...column, type: z.literal('numeric'), bins: bins.nullable() }),
    z.strictObject({
      ...column,
      type: z.literal('categorical'),
      categories: z.array(
        z.strictObject({
          name: z.string(),
          baseline: number,
          current: number,
          new: z.literal(true).optional().describe('the baseline does not know it'),
        }),
      ),
      other: pair(share),
    }),
  ]),
);

const points = pair(z.array(z.tuple([share, share])));
const calibration = pair(
  z.array(
    z.strictObject({
      probability: share,
      share,
      low: share,
      high: share,
      rows: z.int().min(1),
    }),
  ),
);

/** The schema of `Curves`. */
export const curvesSchema = z.strictObject({
  scores: z
    .array(
      z.strictObject({
        class: z.string().nullable(),
        roc: points.describe('false positive rate, recall'),
        precisionRecall: points.describe('recall, precision'),
        calibration,
      }),
    )
    .optional(),
  confusion: z
    .strictObject({
      classes: z.array(z.string()),
      rows: pair(z.array(z.array(z.int().min(0)))).describe('by actual class, by predicted class'),
    })
    .optional(),
  residuals: bins.optional().describe('predicted less actual'),
  latency: bins.optional().describe('milliseconds'),
  arrivals: z
    .strictObject({
      from: z.iso.datetime(),
      minutes: z.int().min(1),
      rows: z.array(z.int().min(0)),
    })
    .optional(),
});
