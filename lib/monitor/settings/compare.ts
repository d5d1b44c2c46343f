import { z } from 'zod';
import { SEASON_NAMES } from '../seasons.ts';

const HOW = 'write "same weekday", "same hour", "same hour of the week", or { season, of }';
const OF = 'write baseline, or a stretch of time before each window as in "last 4w"';

/** `same weekday` is short for `{ season: weekday }`. */
function inFull(written: unknown): unknown {
  const season = SEASON_NAMES.find((name) => written === `same ${name}`);
  return season === undefined ? written : { season };
}

/** What a window is compared with in place of the whole baseline. */
export const compare = z
  .preprocess(
    inFull,
    z.strictObject(
      {
        season: z
          .enum(SEASON_NAMES, { error: `write one of ${SEASON_NAMES.join(', ')}` })
          .optional(),
        of: z
          .string()
          .regex(/^(baseline|last [1-9]\d*[mhdw])$/, { error: OF, abort: true })
          .default('baseline'),
      },
      { error: ({ code }) => (code === 'invalid_type' ? HOW : undefined) },
    ),
  )
  .optional();
