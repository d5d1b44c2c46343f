import type { ExpectedWindow } from '../support/expected-windows.ts';
import type { Scene } from '../support/scene.ts';

const COUNTS = [
  'rows',
  'true_positives',
  'false_positives',
  'true_negatives',
  'false_negatives',
] as const;

interface Measured {
  readonly metric: string;
  readonly column: string | null;
  readonly segment: string | null;
  readonly variant: string | null;
  readonly value: number | null;
}

export interface ExpectedCounts {
  readonly monitor: string;
  /** The column whose mean the windows have. */
  readonly column: string;
  /** By ISO date. */
  readonly windows: ReadonlyMap<string, ExpectedWindow>;
  /** What could not be read of a day. @default 0 */
  readonly rejected?: (day: string) => number;
}

/** Every window's result says exactly what the rows say. */
export async function expectCounts(
  { account, outputs, report }: Scene,
  { monitor, column, windows: expected, rejected = () => 0 }: ExpectedCounts,
): Promise<void> {
  const keys = await account.keys(outputs.Bucket, `results/${monitor}/`);
  report.check('every day has a result', keys.length === expected.size, keys);
  for (const [day, counts] of [...expected].sort()) {
    const key = `results/${monitor}/window=${day}T0000Z.json`;
    const result = JSON.parse(await account.text(outputs.Bucket, key));
    const measured = (metric: string, of: string | null = null) =>
      (result.measurements as Measured[]).find(
        (one) =>
          one.metric === metric &&
          one.column === of &&
          one.segment === null &&
          one.variant === null,
      )?.value;
    const found = {
      rows: result.rows,
      labelled: result.labelled,
      rejected: result.rejected,
      ...Object.fromEntries(COUNTS.map((metric) => [metric, measured(metric)])),
    };
    const { sumOfX, ...rest } = counts;
    const said = { ...rest, rejected: rejected(day) };
    const same = Object.entries(said).every(
      ([name, value]) => found[name as keyof typeof found] === value,
    );
    report.note(`${day}, revision ${result.revision}: ${JSON.stringify(found)}`);
    report.check(`${day} counts exactly ${JSON.stringify(said)}`, same, found);
    const mean = measured('mean', column) ?? Number.NaN;
    report.check(
      `${day} has the mean of ${column}`,
      Math.abs(mean / (sumOfX / said.rows) - 1) < 1e-12,
      `${mean}, not ${sumOfX / said.rows}`,
    );
  }
}
