import type { Monitor } from './schema.ts';

/** The name of the column that holds the outcome, in the log, the reference data set and the label files; or none. */
export function labelColumn({ columns, labels }: Monitor): string | undefined {
  return labels?.label ?? columns.label;
}
