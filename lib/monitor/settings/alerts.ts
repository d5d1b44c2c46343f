import { z } from 'zod';

/** When findings become incidents, and how many may be false. */
export const alerts = z
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
  .default({ confirm: '1 of 1', min_rows: 200 });
