import type { Verification } from '../audit/verify-chain.ts';

/** Whether a monitor's audit chain is whole, for a terminal. */
export function describeVerification(monitor: string, verification: Verification): string {
  const { records, first, last, head, faults, notes } = verification;
  const count = `${records} audit record${records === 1 ? '' : 's'}`;
  const verdict =
    faults.length === 0
      ? `${count}, none altered, dropped or moved`
      : `${count}, and ${faults.length === 1 ? 'one thing is' : `${faults.length} things are`} wrong`;
  return [
    `${monitor}: ${verdict}`,
    ...(first === null ? [] : [`first  ${first}`]),
    ...(last === null ? [] : [`last   ${last}`]),
    ...(head === null ? [] : [`head   ${head}`]),
    ...notes.map((note) => `note: ${note}`),
    ...faults.map(({ kind, key, message }) => `${kind.toUpperCase()} ${key} ${message}`),
  ].join('\n');
}
