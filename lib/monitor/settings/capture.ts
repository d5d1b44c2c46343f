import { z } from 'zod';
import { parseJsonPath } from '../json-path.ts';
import { column } from './parts.ts';

/** What every row of a capture has beside what was sent: the names of these columns. */
export const CAPTURE_COLUMNS = ['eventId', 'inferenceTime', 'endpointName', 'variantName'] as const;
/** The same of a record of `format: open-inference`. */
export const INFERENCE_COLUMNS = [
  'request_id',
  'request_time',
  'endpoint',
  'service',
  'latency_ms',
] as const;

const path = z.string().superRefine((text, context) => {
  try {
    const { rows, value } = parseJsonPath(text);
    if ([...(rows ?? []), ...value].some((step) => typeof step === 'string' && /["\\]/.test(step)))
      throw new Error('has a quote or a backslash in a key, which is not supported');
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
  }
});
const place = z.union([z.string().regex(/^\d+$/), z.int().min(0).transform(String)]);
const names = z.array(column).min(1);

/** What logged requests and responses hold. Attributes have the names and the words of Model Monitor's. */
export const capture = z
  .strictObject({
    /** Names of a request's values that have none of their own, in order. */
    input: names.optional(),
    /** The same of a response's. */
    output: names.optional(),
    /** Where a JSON request holds its rows, or a row its features. */
    features_attribute: path.optional(),
    /** Where a JSON response holds the prediction, or which value of a CSV response is it, from 0: `columns.prediction`. */
    inference_attribute: z.union([place, path]).optional(),
    /** The same of the probability: `columns.score`, or of a list of them, whose values `output` names. */
    probability_attribute: z.union([place, path]).optional(),
  })
  .superRefine(({ input = [], output = [], ...attributes }, context) => {
    const issue = (key: string, message: string) =>
      context.addIssue({ code: 'custom', path: [key], message });
    const all = [...input, ...output];
    // The engine does not tell names apart by the case of their letters.
    const lower = all.map((name) => name.toLowerCase());
    const twice = all.find((_, i) => lower.indexOf(lower[i] ?? '') < i);
    if (twice !== undefined) issue('output', `${twice} is named twice, as letters go`);
    const own = [...CAPTURE_COLUMNS, ...INFERENCE_COLUMNS].map((name) => name.toLowerCase());
    const taken = all.find((_, i) => own.includes(lower[i] ?? ''));
    if (taken !== undefined)
      issue('input', `${taken} is what the record says of itself: name the value otherwise`);
    const { inference_attribute: one, probability_attribute: other } = attributes;
    if (one !== undefined && other !== undefined && rowsOf(one) !== rowsOf(other))
      issue('probability_attribute', 'its rows lie elsewhere than those of inference_attribute');
  });

/** The settings of a capture after they were checked. */
export type CaptureSettings = z.output<typeof capture>;

function rowsOf(attribute: string): string {
  try {
    return JSON.stringify(/^\d+$/.test(attribute) ? null : parseJsonPath(attribute).rows);
  } catch {
    return '';
  }
}
