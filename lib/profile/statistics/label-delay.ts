import { raw, sql } from '../../sql/sql.ts';
import { addCounts, readCounts } from '../counts.ts';
import { LABEL_DELAY_EDGES } from '../label-delay-edges.ts';
import type { SliceStatistic } from '../statistic.ts';

/** How long labels took that came after their predictions. */
export interface LabelDelay {
  /** Labels per bin of `LABEL_DELAY_EDGES`, left-open; the first bin holds all up to a second. */
  readonly counts: readonly number[];
}

const BINS = LABEL_DELAY_EDGES.length + 1;

/** Reads the double column label_delay_seconds of a joined relation: NULL where the label was logged with the prediction. */
export const labelDelay: SliceStatistic<LabelDelay> = {
  notOfSegments: true,
  appliesTo: () => true,
  empty: () => ({ counts: new Array<number>(BINS).fill(0) }),
  select: (_frame, _value, constant) => {
    const edges = [...LABEL_DELAY_EDGES, Number.POSITIVE_INFINITY];
    const bins = constant(sql`${edges}::DOUBLE[]`);
    const delay = raw('label_delay_seconds');
    return { counts: sql`map_values(histogram(${delay}, ${bins}))` };
  },
  read: ({ counts }) => ({ counts: readCounts(counts, BINS) }),
  merge: (a, b) => ({ counts: addCounts(a.counts, b.counts) }),
};
