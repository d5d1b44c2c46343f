import { z } from 'zod';
import { change, duration } from './parts.ts';

/** How a new version of the model is held against the one in use; absent: variants are measured and not compared. */
export const rollout = z
  .strictObject({
    /** The variant in use. */
    champion: z.string().min(1),
    /** The one that may take its place; any other where it is not named. */
    challenger: z.string().min(1).optional(),
    /** Default: those of the task. */
    metrics: z.array(z.string()).min(1).optional(),
    /** By how much the challenger may be worse, in the metric's unit or as a share of the champion's value. */
    margin: z.record(z.string(), change).default({}),
    /** Probability of a wrong decision on a challenger, over all metrics and looks. */
    error: z.number().gt(0).max(0.5).default(0.05),
    /** Windows before anything is decided. */
    least_windows: z.int().min(2).default(5),
    /** A challenger that is not decided on after so long is rejected. */
    give_up: duration.default('60d'),
    promote_when: z.enum(['better', 'no worse']).default('better'),
    /** Who promotes: a person by `driftwatch promote`, or the decision itself. */
    promote: z.enum(['manual', 'automatic']).default('manual'),
  })
  .optional();
