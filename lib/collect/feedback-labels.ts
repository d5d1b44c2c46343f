import type { Half } from './half.ts';

export interface LabelNames {
  /** The columns that label files call id and label. */
  readonly id: string;
  readonly label: string;
}

/**
 * The lines of a label file that feedback is: the truth of each row of a request; or why there is none.
 *
 * A row of several is called `<request>#<place>`, from 1, as rows of captured requests are.
 */
export function labelsOf(
  feedback: Half,
  names: LabelNames,
): readonly string[] | { reason: string } {
  const { truth } = (JSON.parse(feedback.payload) ?? {}) as { truth?: unknown };
  if (truth === undefined || truth === null)
    return { reason: 'feedback without truth: a reward alone is no label' };
  const rows = rowsOf(truth);
  if (rows === null || rows.length === 0)
    return { reason: 'the truth of the feedback is no ndarray, tensor, jsonData or strData' };
  const labels = rows.map((row) => (Array.isArray(row) && row.length === 1 ? row[0] : row));
  if (labels.some((label) => typeof label === 'object'))
    return { reason: 'the truth of the feedback has not one value a row' };
  return labels.map((label, i) =>
    JSON.stringify({
      [names.id]: labels.length > 1 ? `${feedback.id}#${i + 1}` : feedback.id,
      [names.label]: label,
      timestamp: feedback.at,
    }),
  );
}

/** The rows of a Seldon message. */
function rowsOf(message: unknown): unknown[] | null {
  if (typeof message !== 'object' || message === null) return null;
  const { data, jsonData, strData } = message as Record<string, unknown>;
  if (strData !== undefined) return [strData];
  if (jsonData !== undefined) return Array.isArray(jsonData) ? jsonData : [jsonData];
  const { ndarray, tensor } = (data ?? {}) as Record<string, unknown>;
  if (Array.isArray(ndarray)) return ndarray;
  const { shape, values } = (tensor ?? {}) as { shape?: unknown; values?: unknown };
  if (!Array.isArray(values)) return null;
  const [rows = values.length] = Array.isArray(shape) ? (shape as number[]) : [];
  const width = values.length / rows;
  if (!Number.isInteger(width)) return null;
  return Array.from({ length: rows }, (_, i) => values.slice(i * width, (i + 1) * width));
}
