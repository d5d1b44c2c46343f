import type { Label, Prediction, Wave } from './deliveries.ts';

/** What is to be said of a day, counted from the rows themselves. */
export interface ExpectedWindow {
  rows: number;
  sumOfX: number;
  labelled: number;
  true_positives: number;
  false_positives: number;
  true_negatives: number;
  false_negatives: number;
}

/** The days' counts after all waves, by ISO date: of each key the last content counts, of each id the last label. */
export function expectedWindows(waves: readonly Wave[]): Map<string, ExpectedWindow> {
  return countByDay(lastPredictions(waves), lastLabels(waves));
}

/** The days' counts, by ISO date. */
export function countByDay(
  predictions: readonly Prediction[],
  labels: ReadonlyMap<string, number>,
): Map<string, ExpectedWindow> {
  const windows = new Map<string, ExpectedWindow>();
  for (const { id, at, score, x } of predictions) {
    const day = at.slice(0, 10);
    const window = windows.get(day) ?? nothing();
    windows.set(day, window);
    window.rows += 1;
    window.sumOfX += x;
    const label = labels.get(id);
    if (label === undefined) continue;
    window.labelled += 1;
    const [right, sign] = [(score >= 0.5 ? 1 : 0) === label, score >= 0.5];
    window[`${right ? 'true' : 'false'}_${sign ? 'positives' : 'negatives'}`] += 1;
  }
  return windows;
}

function lastPredictions(waves: readonly Wave[]): Prediction[] {
  const objects = new Map(
    waves.flatMap(({ predictions }) => predictions.map(({ key, rows }) => [key, rows])),
  );
  return [...objects.values()].flat();
}

/** An object that comes again unchanged is no news: its labels are as old as they were. */
function lastLabels(waves: readonly Wave[]): Map<string, 0 | 1> {
  const objects = new Map<string, { readonly wave: number; readonly rows: readonly Label[] }>();
  for (const [wave, { labels }] of waves.entries()) {
    for (const { key, rows } of labels) {
      const known = JSON.stringify(objects.get(key)?.rows) === JSON.stringify(rows);
      if (!known) objects.set(key, { wave, rows });
    }
  }
  const byAge = [...objects.values()].sort((a, b) => a.wave - b.wave);
  return new Map(byAge.flatMap(({ rows }) => rows.map(({ id, label }) => [id, label])));
}

function nothing(): ExpectedWindow {
  return {
    rows: 0,
    sumOfX: 0,
    labelled: 0,
    true_positives: 0,
    false_positives: 0,
    true_negatives: 0,
    false_negatives: 0,
  };
}
