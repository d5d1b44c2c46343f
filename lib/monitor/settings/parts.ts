import { z } from 'zod';
import { parseDuration, parseRate } from '../duration.ts';

const checked = (parse: (text: string) => number) =>
  z.string().superRefine((text, context) => {
    try {
      parse(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message, continue: false });
    }
  });

export const duration = checked(parseDuration);
export const rate = checked(parseRate);
export const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'use 1 to 63 lower-case letters, digits and hyphens');
export const column = z.string().min(1);
/** A number in the metric's own unit, or a share of the baseline's value such as "10%". */
export const change = z.union([
  z.number(),
  z.string().regex(/^\d+(\.\d+)?%$/, 'a number or a share as in "10%"'),
]);
