import { z } from 'zod';
import { parseJsonFile } from './json-file.ts';

const common = z.object({ num_present: z.number(), num_missing: z.number() });
const feature = z.object({
  name: z.string().min(1),
  inferred_type: z.enum(['Integral', 'Fractional', 'String', 'Unknown']),
  numerical_statistics: z
    .object({
      common,
      mean: z.number().optional(),
      std_dev: z.number().optional(),
      min: z.number().optional(),
      max: z.number().optional(),
    })
    .optional(),
  string_statistics: z
    .object({
      common,
      distinct_count: z.number().optional(),
      distribution: z
        .object({
          categorical: z
            .object({ buckets: z.array(z.object({ value: z.string(), count: z.number() })) })
            .optional(),
        })
        .optional(),
    })
    .optional(),
});
const statistics = z.object({
  dataset: z.object({ item_count: z.number() }),
  features: z.array(feature).min(1),
});

/** Model Monitor's statistics of a data set; keys that nothing here needs are left out. */
export type Statistics = z.output<typeof statistics>;
export type FeatureStatistics = Statistics['features'][number];

/** @throws ConfigError with the path of what is wrong */
export function parseStatistics(text: string, file: string): Statistics {
  return parseJsonFile(text, file, statistics, "Model Monitor's statistics of data quality");
}
