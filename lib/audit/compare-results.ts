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
    const changed = changedFields(one, other);
    return changed.length === 0 ? [] : [`${name}: ${changed.join(', ')}`];
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

/** `value 0.2, now 0.3` */
function changedFields(before: Measurement, after: Measurement): string[] {
  const names = Object.keys({ ...before, ...after }) as (keyof Measurement)[];
  return names
    .filter((name) => !sameContent(before[name], after[name]))
    .map((name) => `${name} ${shown(before[name])}, now ${shown(after[name])}`);
}

function shown(value: Measurement[keyof Measurement]): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'none');
}
