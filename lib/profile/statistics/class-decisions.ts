import { scoreAlias } from '../../read/canonical.ts';
import { join, raw, type Sql, sql } from '../../sql/sql.ts';
import type { OutcomeFrame } from '../column.ts';
import { addCounts, noCounts, readCounts } from '../counts.ts';
import type { SliceStatistic } from '../statistic.ts';

/** Rows per score bin (`OutcomeFrame.scoreEdges`) of one class's probability, as it was logged. */
export interface ClassDecisionCounts {
  /** Rows that were predicted to be of the class. */
  readonly chosen: readonly number[];
  readonly other: readonly number[];
}

/** What a classifier decided, by class (`OutcomeFrame.classes`): over rows with a prediction and every probability. */
export type ClassDecisions = Readonly<Record<string, ClassDecisionCounts>>;

/** Reads the text column predicted and the double columns p0, p1 .. of `predictionRelation`. */
export const classDecisions: SliceStatistic<ClassDecisions> = {
  appliesTo: ({ outcome }) =>
    outcome.task === 'multiclass' && outcome.classes.length > 0 && outcome.scoreEdges.length > 0,
  notOfSegments: true,
  empty: ({ outcome }) =>
    byClass(outcome, () => ({
      chosen: noCounts(outcome.scoreEdges),
      other: noCounts(outcome.scoreEdges),
    })),
  select: ({ outcome: { classes, scoreEdges } }, _, constant) => {
    const bins = constant(sql`${[...scoreEdges, Number.POSITIVE_INFINITY]}::DOUBLE[]`);
    const all = join(
      classes.map((_class, i) => scoreAlias(i)),
      ' + ',
    );
    const known = sql`predicted IS NOT NULL AND (${all}) IS NOT NULL`;
    // CASE, for FILTER costs more with every aggregate of the statement.
    const count = (condition: Sql, i: number) =>
      sql`map_values(histogram(CASE WHEN ${condition} THEN ${scoreAlias(i)} END, ${bins}))`;
    const predicted = raw('predicted');
    return Object.fromEntries(
      classes.flatMap((name, i) => [
        [`chosen${i}`, count(sql`${predicted} = ${name} AND ${known}`, i)],
        [`other${i}`, count(sql`${predicted} <> ${name} AND ${known}`, i)],
      ]),
    );
  },
  read: (row, { outcome }) =>
    byClass(outcome, (i) => ({
      chosen: readCounts(row[`chosen${i}`], outcome.scoreEdges.length + 1),
      other: readCounts(row[`other${i}`], outcome.scoreEdges.length + 1),
    })),
  merge: (a, b) => {
    const united = new Map(Object.entries(a));
    for (const [name, y] of Object.entries(b)) {
      const x = united.get(name);
      united.set(
        name,
        x ? { chosen: addCounts(x.chosen, y.chosen), other: addCounts(x.other, y.other) } : y,
      );
    }
    return Object.fromEntries([...united].sort(([x], [y]) => (x < y ? -1 : 1)));
  },
};

function byClass<T>({ classes }: OutcomeFrame, of: (i: number) => T): Record<string, T> {
  return Object.fromEntries(
    classes.map((name, i): [string, T] => [name, of(i)]).sort(([x], [y]) => (x < y ? -1 : 1)),
  );
}
