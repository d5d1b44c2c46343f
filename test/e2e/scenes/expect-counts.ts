import type { ExpectedWindow } from '../support/expected-windows.ts';
import { MANY_OBJECTS, type Scene } from '../support/scene.ts';

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

/** Every window's result says exactly what the rows say. */
export async function expectCounts(
  { account, outputs, report }: Scene,
  expected: ReadonlyMap<string, ExpectedWindow>,
): Promise<void> {
  const keys = await account.keys(outputs.Bucket, `results/${MANY_OBJECTS}/`);
  report.check('every day has a result', keys.length === expected.size, keys);
  for (const [day, counts] of [...expected].sort()) {
    const key = `results/${MANY_OBJECTS}/window=${day}T0000Z.json`;
    const result = JSON.parse(await account.text(outputs.Bucket, key));
    const measured = (metric: string, column: string | null = null) =>
      (result.measurements as Measured[]).find(
        (one) =>
          one.metric === metric &&
          one.column === column &&
          one.segment === null &&
          one.variant === null,
      )?.value;
    const found = {
      rows: result.rows,
      labelled: result.labelled,
      rejected: result.rejected,
      ...Object.fromEntries(COUNTS.map((metric) => [metric, measured(metric)])),
    };
    const { sumOfX, ...said } = counts;
    const same = Object.entries({ ...said, rejected: 0 }).every(
      ([name, value]) => found[name as keyof typeof found] === value,
    );
    report.note(`${day}, revision ${result.revision}: ${JSON.stringify(found)}`);
    report.check(`${day} counts exactly ${JSON.stringify(said)}`, same, found);
    const mean = measured('mean', 'x') ?? Number.NaN;
    report.check(
      `${day} has the mean of x`,
      Math.abs(mean - sumOfX / said.rows) < 1e-9,
      `${mean}, not ${sumOfX / said.rows}`,
    );
  }
}
