import { readChangedTypes } from '../metrics/schema/changed-types.ts';
import type { WindowResult } from '../results.ts';
import { isWhole } from '../whole.ts';
import { type Loss, lossShares } from './loss-shares.ts';

/** What of a window may explain its findings. */
export interface Explanations {
  readonly loss: Loss | null;
  /** Segments where a column drifted far more than in the whole, by column. */
  readonly drift: readonly { readonly column: string; readonly segment: string }[];
  /** Columns that came otherwise than in the baseline, with what is different, for people. */
  readonly schema: readonly { readonly column: string; readonly change: string }[];
}

/** What a result says of the causes of its findings; undefined where it has no finding or nothing to say. */
export function explain(
  result: Pick<WindowResult, 'measurements' | 'findings' | 'worst'>,
): Explanations | undefined {
  const { measurements, findings, worst } = result;
  if (findings.length === 0) return undefined;
  const suffers = findings.some(({ kind }) => kind === 'performance');
  const loss = suffers ? lossShares(measurements) : null;
  const drift = (worst?.drift ?? []).flatMap(({ column, segment }) =>
    column === null ? [] : [{ column, segment }],
  );
  const schema = schemaChanges(measurements);
  if (!loss && drift.length + schema.length === 0) return undefined;
  return { loss, drift, schema };
}

function schemaChanges(measurements: WindowResult['measurements']): Explanations['schema'] {
  const whole = measurements.filter(isWhole);
  const empty = whole.flatMap(({ metric, column, value, reference }) =>
    metric === 'missing_share' && column !== null && value === 1 && (reference ?? 0) < 1
      ? [{ column, change: 'is missing from the log' }]
      : [],
  );
  const note = whole.find(({ metric }) => metric === 'changed_types')?.note;
  const columns = [...new Set(whole.flatMap(({ column }) => column ?? []))];
  const retyped = readChangedTypes(note ?? '', columns).map(({ column, now, before }) => ({
    column,
    change: `holds ${now} where the baseline holds ${before}`,
  }));
  return [...empty, ...retyped];
}
