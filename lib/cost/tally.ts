const COUNTED = [
  'gets',
  'puts',
  'lists',
  'deletes',
  'bytesRead',
  'bytesWritten',
  'tableGets',
  'tableQueries',
  'tableWrites',
  /** Of 4 KB, strongly consistent. */
  'readUnits',
  /** Of 1 KB; those of a transaction count twice. */
  'writeUnits',
  'metricCalls',
  'metricData',
] as const;

/** Requests by kind, bytes and units, as S3, DynamoDB and CloudWatch would bill them. */
export type Tally = Record<(typeof COUNTED)[number], number>;

function each(value: (name: keyof Tally) => number): Tally {
  return Object.fromEntries(COUNTED.map((name) => [name, value(name)])) as Tally;
}

export const emptyTally = (): Tally => each(() => 0);

export function sumTallies(tallies: readonly Tally[]): Tally {
  return each((name) => tallies.reduce((sum, tally) => sum + tally[name], 0));
}

export function lessTally(after: Tally, before: Tally): Tally {
  return each((name) => after[name] - before[name]);
}
