import { z } from 'zod';
import { column, duration } from './parts.ts';

const BUDGET = '1 per 30d';
/** Rows below which nothing is judged: calibrated limits know of the sample's size, fixed ones don't. */
const CALIBRATED_ROWS = 50;
const FIXED_ROWS = 200;

/** A FIFO topic takes no messages without a group. */
const topic = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
    'write the ARN of a standard SNS topic, as in arn:aws:sns:eu-west-1:111122223333:on-call',
  );
const topics = z.union([topic, z.array(topic).min(1)]).transform((named) => [named].flat());

/** Findings that are told of nowhere for a while: those that match all that is named. */
const mute = z
  .strictObject({
    until: z.union([z.iso.date(), z.iso.datetime({ offset: true })], {
      error: 'a mute needs an end: a date or a time with an offset, as in 2026-12-31',
    }),
    columns: z.array(column).min(1).optional(),
    metrics: z.array(z.string()).min(1).optional(),
    segments: z.array(z.string()).min(1).optional(),
    reason: z.string().min(1).optional(),
  })
  .refine(({ columns, metrics, segments }) => columns ?? metrics ?? segments, {
    message: 'name columns, metrics or segments: a mute of everything would hide all that happens',
  });

/** When findings become incidents, how many may be false, and who is told of what. */
export const alerts = z
  .strictObject({
    false_alarms: z
      .string()
      .regex(/^([1-9]\d* per [1-9]\d*d|off)$/, 'write it as in "1 per 30d", or off')
      .default(BUDGET),
    confirm: z
      .string()
      .regex(/^[1-9] of [1-9]$/, 'write it as in "2 of 3"')
      .default('1 of 1'),
    min_rows: z.int().min(1).optional(),
    /** Calm windows in a row that end an incident. */
    close_after: z.int().min(1).max(100).optional(),
    /** How long after its end an incident that comes back is the same one. */
    cooldown: duration.optional(),
    /** Windows in a row that could not be judged and are an alert of their own. */
    insufficient: z.union([z.int().min(1).max(1000), z.literal('off')]).optional(),
    mute: z.array(mute).optional(),
    topics: z
      .strictObject({
        alert: topics.optional(),
        warning: topics.optional(),
        info: topics.optional(),
        resolved: topics.optional(),
      })
      .optional(),
  })
  .prefault({})
  .transform((settings) => ({
    ...settings,
    min_rows: settings.min_rows ?? (settings.false_alarms === 'off' ? FIXED_ROWS : CALIBRATED_ROWS),
  }));
