import type { Finding, Measurement, Place, WindowResult } from '../results.ts';
import { sameContent } from './same-content.ts';

/** `psi of income, country=DE` */
export function placeName({ metric, column, segment, variant }: Place): string {
  const where = [segment, variant === null ? null : `variant ${variant}`].filter((one) => one);
  return [`${metric}${column === null ? '' : ` of ${column}`}`, ...where].join(', ');
}

const samePlace = (a: Place, b: Place) =>
  a.metric === b.metric &&
  a.column === b.column &&
  a.segment === b.segment &&
  a.variant === b.variant;

/** The finding of the same place, where the result has one. */
export function findingLike(result: WindowResult, finding: Finding): Finding | null {
  return result.findings.find((one) => samePlace(one, finding)) ?? null;
}

/** What differs between two results of a window, but for their revision; a sentence each, from the first to the second. */
export function differences(before: WindowResult, after: WindowResult): string[] {
  const of = (field: 'baseline' | 'rows' | 'rejected' | 'labelled') =>
    before[field] === after[field] ? [] : [`${field}: ${before[field]}, now ${after[field]}`];
  const left = new Map(after.measurements.map((one) => [placeName(one), one]));
  const measured = before.measurements.flatMap((one) => {
    const name = placeName(one);
    const other = left.get(name);
    left.delete(name);
    if (!other) return [`${name}: is not measured any more`];
    return sameContent(one, other) ? [] : [`${name}: ${shown(one)}, now ${shown(other)}`];
  });
  return [
    ...of('baseline'),
    ...of('rows'),
    ...of('rejected'),
    ...of('labelled'),
    ...measured,
    ...[...left.keys()].map((name) => `${name}: was not measured before`),
  ];
}

function shown({ value, status, threshold }: Measurement): string {
  const limits = threshold
    ? ` (min ${threshold.min ?? '-'}, max ${threshold.max ?? '-'})`
    : ' (no limit)';
  return `${value ?? 'none'} ${status}${limits}`;
}
