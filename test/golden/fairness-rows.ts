import type { SliceInput } from '../../lib/metrics/metric.ts';
import { monitorSchema } from '../../lib/monitor/schema.ts';
import type { Frame } from '../../lib/profile/frame.ts';
import { emptyProfile, type Profile, type Slice } from '../../lib/profile/profile.ts';
import { binary } from '../../lib/profile/statistics/binary.ts';
import { decisions } from '../../lib/profile/statistics/decisions.ts';
import { multiclass } from '../../lib/profile/statistics/multiclass.ts';
import { outcomeFrame } from './measure.ts';

/** So many rows of one kind: facet value, group, label, prediction, count. */
export type TableRow = readonly [
  sex: string,
  region: string,
  actual: string | boolean,
  predicted: string | boolean,
  count: number,
];

/** What a fairness metric reads of `sex=<sensitive>` or, for null, of the whole; the window is the baseline's own table. */
export function fairnessInput(
  task: 'binary' | 'multiclass',
  rows: readonly TableRow[],
  sensitive: string | null = 'F',
  baseline: readonly TableRow[] = rows,
): SliceInput {
  const segmentsOf = (name: (row: TableRow) => string) => [
    ...new Set([...rows, ...baseline].map(name)),
  ];
  const bySex = ([sex]: TableRow) => `sex=${sex}`;
  const byPair = ([sex, region]: TableRow) => `sex=${sex} & region=${region}`;
  const frame: Frame = {
    columns: [],
    outcome: outcomeFrame({ task, scoreEdges: [] }),
    segments: [
      { name: 'sex', edges: null, segments: segmentsOf(bySex) },
      { name: 'sex & region', edges: null, segments: segmentsOf(byPair) },
    ],
  };
  const slices = (table: readonly TableRow[]): Slice[] => [
    { variant: null, segment: null, profile: profileOf(frame, table) },
    ...[bySex, byPair].flatMap((name) =>
      [...new Set(table.map(name))].map((segment) => ({
        variant: null,
        segment,
        profile: profileOf(
          frame,
          table.filter((row) => name(row) === segment),
        ),
      })),
    ),
  ];
  const segment = sensitive === null ? null : `sex=${sensitive}`;
  const [before, now] = [slices(baseline), slices(rows)];
  const own = (list: readonly Slice[]) =>
    list.find((slice) => slice.segment === segment)?.profile ?? profileOf(frame, []);
  return {
    baseline: own(before),
    current: own(now),
    frame: segment === null ? frame : named(frame, segment),
    segment,
    variant: null,
    slices: { baseline: before, current: now },
    monitor: monitorSchema.parse({
      monitor: 'm',
      task,
      columns: { timestamp: 't' },
      fairness: { facets: ['sex'], given: 'region' },
    }),
    windowMinutes: 60,
    rejected: 0,
  };
}

/** The frame of a baseline that had the facet value, whether or not the tables do. */
function named(frame: Frame, segment: string): Frame {
  const segments = frame.segments.map((one) =>
    one.name === 'sex' && !one.segments.includes(segment)
      ? { ...one, segments: [...one.segments, segment] }
      : one,
  );
  return { ...frame, segments };
}

function profileOf(frame: Frame, table: readonly TableRow[]): Profile {
  const count = (kind: (row: TableRow) => boolean) =>
    table.filter(kind).reduce((sum, row) => sum + row[4], 0);
  const rows = count(() => true);
  if (frame.outcome.task === 'multiclass') {
    const confusion: Record<string, number> = {};
    for (const [, , actual, predicted, n] of table) {
      const pair = JSON.stringify([actual, predicted]);
      confusion[pair] = (confusion[pair] ?? 0) + n;
    }
    return {
      ...emptyProfile,
      rows,
      outcome: { multiclass: { ...multiclass.empty(frame), confusion } },
    };
  }
  const positive = count(([, , , predicted]) => predicted === true);
  return {
    ...emptyProfile,
    rows,
    predictions: { decisions: { ...decisions.empty(frame), positive, negative: rows - positive } },
    outcome: {
      binary: {
        ...binary.empty(frame),
        truePositive: count(([, , y, p]) => y === true && p === true),
        falsePositive: count(([, , y, p]) => y === false && p === true),
        trueNegative: count(([, , y, p]) => y === false && p === false),
        falseNegative: count(([, , y, p]) => y === true && p === false),
      },
    },
  };
}
