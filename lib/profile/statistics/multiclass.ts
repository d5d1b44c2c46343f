import { scoreAlias } from '../../read/canonical.ts';
import { join, raw, type Sql, sql } from '../../sql/sql.ts';
import type { OutcomeFrame } from '../column.ts';
import { addCounts, noCounts, readCounts } from '../counts.ts';
import type { SliceStatistic } from '../statistic.ts';

/** Rows per score bin (`OutcomeFrame.scoreEdges`) of one class's probability, as it was logged. */
export interface ClassScoreCounts {
  /** Rows whose label is the class. */
  readonly positives: readonly number[];
  readonly negatives: readonly number[];
}

/** What came of a classifier's predictions: sums over rows whose prediction and label are both known. */
export interface MulticlassOutcome {
  /** Rows by `JSON.stringify([actual, predicted])`. */
  readonly confusion: Readonly<Record<string, number>>;
  /** Rows of these that also have a probability for every class, and a label that is one of them; the rest is over them. */
  readonly scored: number;
  /** Sum of -ln(probability of the actual class), normalised over classes and clipped at 1e-15, and of its square. */
  readonly logLoss: number;
  readonly squaredLogLoss: number;
  /** By class (`OutcomeFrame.classes`); empty where no probability is logged. */
  readonly scoresByClass: Readonly<Record<string, ClassScoreCounts>>;
  /**
   * Rows by how many classes come before the actual one in order of probability: 0 where it is the most probable. Of equal
   * probabilities the class whose name is later comes first, as in sklearn.metrics.top_k_accuracy_score.
   */
  readonly ranks: readonly number[];
}

const known = raw('predicted IS NOT NULL AND actual IS NOT NULL');
/** It has a label then, and a prediction: the most probable class, where none is logged. */
const scored = raw('actual_probability IS NOT NULL');

/** Reads the text columns predicted and actual and the double columns actual_probability, p0, p1 .. of a joined relation. */
export const multiclass: SliceStatistic<MulticlassOutcome> = {
  appliesTo: ({ outcome }) => outcome.task === 'multiclass',
  empty: ({ outcome }) => ({
    confusion: {},
    scored: 0,
    logLoss: 0,
    squaredLogLoss: 0,
    scoresByClass: byClass(outcome, () => ({
      positives: noCounts(outcome.scoreEdges),
      negatives: noCounts(outcome.scoreEdges),
    })),
    ranks: outcome.classes.map(() => 0),
  }),
  select: ({ outcome }, _, constant) => {
    const loss = sql`CASE WHEN ${scored} THEN -ln(greatest(1e-15, least(1 - 1e-15, actual_probability))) END`;
    return {
      pairs: sql`histogram(CASE WHEN ${known} THEN to_json([actual, predicted])::VARCHAR END)`,
      scored: sql`count(${loss})`,
      loss: sql`sum(${loss})`,
      squaredLoss: sql`sum((${loss}) * (${loss}))`,
      ...(outcome.classes.length > 0 && { ranks: countRanks(outcome, constant) }),
      ...(outcome.scoreEdges.length > 0 && countScores(outcome, constant)),
    };
  },
  read: (row, { outcome }) => ({
    confusion: sorted(
      [...((row.pairs ?? new Map()) as Map<string, bigint>)].map(([pair, n]) => [pair, Number(n)]),
    ),
    scored: Number(row.scored),
    logLoss: Number(row.loss ?? 0),
    squaredLogLoss: Number(row.squaredLoss ?? 0),
    scoresByClass: byClass(outcome, (i) => {
      const all = readCounts(row[`all${i}`], noCounts(outcome.scoreEdges).length);
      const positives = readCounts(row[`positive${i}`], noCounts(outcome.scoreEdges).length);
      return { positives, negatives: all.map((count, bin) => count - (positives[bin] ?? 0)) };
    }),
    ranks: readCounts(row.ranks, outcome.classes.length),
  }),
  merge: (a, b) => ({
    confusion: addByKey(a.confusion, b.confusion, (x, y) => x + y),
    scored: a.scored + b.scored,
    logLoss: a.logLoss + b.logLoss,
    squaredLogLoss: a.squaredLogLoss + b.squaredLogLoss,
    scoresByClass: addByKey(a.scoresByClass, b.scoresByClass, (x, y) => ({
      positives: addCounts(x.positives, y.positives),
      negatives: addCounts(x.negatives, y.negatives),
    })),
    ranks: addCounts(a.ranks, b.ranks),
  }),
};

/** All rows and the positives of every class. CASE, not FILTER: that copies what all aggregates read, for each that has one. */
function countScores({ classes, scoreEdges }: OutcomeFrame, constant: (literal: Sql) => Sql) {
  const bins = constant(sql`${[...scoreEdges, Number.POSITIVE_INFINITY]}::DOUBLE[]`);
  const count = (condition: Sql, i: number) =>
    sql`map_values(histogram(CASE WHEN ${condition} THEN ${scoreAlias(i)} END, ${bins}))`;
  return Object.fromEntries(
    classes.flatMap((name, i) => [
      [`all${i}`, count(scored, i)],
      [`positive${i}`, count(sql`actual = ${name} AND ${scored}`, i)],
    ]),
  );
}

function countRanks({ classes }: OutcomeFrame, constant: (literal: Sql) => Sql): Sql {
  const order = [...classes].sort();
  const cases = (of: (name: string, i: number) => Sql) =>
    sql`CASE actual ${join(
      classes.map((name, i) => sql`WHEN ${name} THEN ${of(name, i)}`),
      ' ',
    )} END`;
  const own = cases((_, i) => scoreAlias(i));
  const place = cases((name) => sql`${order.indexOf(name)}`);
  const before = classes.map((name, i) => {
    const other = scoreAlias(i);
    return sql`(${other} > ${own} OR (${other} = ${own} AND ${place} < ${order.indexOf(name)}))::INTEGER`;
  });
  const bins = constant(sql`${classes.map((_, i) => i)}::INTEGER[]`);
  // Inside a CASE, what is repeated would be computed each time; NULL makes the sum NULL.
  const rank = sql`${join(before, ' + ')} + CASE WHEN ${scored} THEN 0 END`;
  return sql`map_values(histogram(${rank}, ${bins}))`;
}

function byClass<T>({ classes, scoreEdges }: OutcomeFrame, of: (i: number) => T) {
  return scoreEdges.length > 0 ? Object.fromEntries(classes.map((name, i) => [name, of(i)])) : {};
}

function addByKey<T>(
  a: Readonly<Record<string, T>>,
  b: Readonly<Record<string, T>>,
  add: (x: T, y: T) => T,
): Record<string, T> {
  const united = new Map(Object.entries(a));
  for (const [key, y] of Object.entries(b)) {
    const x = united.get(key);
    united.set(key, x === undefined ? y : add(x, y));
  }
  return sorted([...united]);
}

function sorted<T>(entries: [string, T][]): Record<string, T> {
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
