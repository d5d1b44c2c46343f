import type { Profile } from '../../profile/profile.ts';
import type { Errors } from '../../profile/statistics/errors.ts';
import { partStart } from '../../profile/time-parts.ts';
import type { Block } from '../../stats/detectors/block.ts';
import { total } from '../../stats/sums.ts';

/** Labelled rows of successive parts of time. */
export interface TimedBlock extends Block {
  /** Its misses beyond those of the baseline's share, in standard deviations of the baseline's blocks. */
  readonly excess: number;
  /** When its last part ends, epoch ms. */
  readonly end: number;
}

export interface ErrorStream {
  readonly baseline: readonly TimedBlock[];
  readonly window: readonly TimedBlock[];
}

/** So many misses, and hits, a block should hold: with fewer its share of misses is far from normal. */
const MISSES_PER_BLOCK = 5;
/** Before so many blocks of the baseline no detector has seen enough to know change. */
const LEAST_BASELINE = 30;
const WARM_SHARE = 0.75;

/**
 * The errors of the baseline and of the window as blocks of about equal noise, in order of time; or why there are none.
 *
 * Parts of time are joined until they hold enough rows; what is left joins the last block. The excess of a block is measured
 * against the binomial deviation of its own rows, so that blocks of different lengths compare, and against the spread of
 * the baseline's blocks where that is wider, as it is where errors come in bursts. The baseline's rows weigh no more in
 * total than the window's.
 */
export function errorStream(
  before: Profile,
  now: Profile,
  leastBlocks: number,
): ErrorStream | { readonly reason: string } {
  const [reference, current] = [before.outcome.errors, now.outcome.errors];
  const rows = total(reference?.rows ?? []);
  const misses = total(reference?.misses ?? []);
  if (!reference || rows === 0) return { reason: 'the baseline has no labels with a time' };
  if (!current || total(current.rows) === 0) return { reason: 'no row is labelled' };
  const share = misses / rows;
  if (share <= 0 || share >= 1) return { reason: 'the baseline misses never or always' };
  const least = Math.ceil(MISSES_PER_BLOCK / Math.min(share, 1 - share));
  const baseline = joinParts(reference, least);
  const window = joinParts(current, least);
  if (baseline.length < LEAST_BASELINE) {
    return { reason: `the baseline's labels fill less than ${LEAST_BASELINE} blocks of ${least}` };
  }
  if (window.length < leastBlocks) {
    return { reason: `the labels fill less than ${leastBlocks} blocks of ${least}` };
  }
  const excess = (block: Joined) =>
    (block.misses - block.rows * share) / Math.sqrt(block.rows * share * (1 - share));
  const spread = Math.sqrt(
    baseline.reduce((sum, block) => sum + excess(block) ** 2, 0) / baseline.length,
  );
  const standardised = (blocks: readonly Joined[], weight: number) =>
    blocks.map((block) => ({ ...block, weight, excess: excess(block) / Math.max(1, spread) }));
  return {
    baseline: standardised(baseline, Math.min(1, total(current.rows) / rows)),
    window: standardised(window, 1),
  };
}

/** How many of the baseline's rows a detector that sums rows up is to see before it looks: early sums are lucky ones. */
export function warmRows(baseline: readonly TimedBlock[]): number {
  return WARM_SHARE * baseline.reduce((sum, { rows, weight }) => sum + rows * weight, 0);
}

type Joined = Pick<TimedBlock, 'rows' | 'misses' | 'end'>;

function joinParts({ partMinutes, first, rows, misses }: Errors, least: number): Joined[] {
  const blocks: Joined[] = [];
  let open = { rows: 0, misses: 0, end: 0 };
  for (const [i, count] of rows.entries()) {
    if (count === 0) continue;
    open = {
      rows: open.rows + count,
      misses: open.misses + (misses[i] ?? 0),
      end: partStart(partMinutes, first + i + 1),
    };
    if (open.rows < least) continue;
    blocks.push(open);
    open = { rows: 0, misses: 0, end: 0 };
  }
  const last = blocks.pop();
  if (!last) return [];
  if (open.rows === 0) return [...blocks, last];
  const joined = { rows: last.rows + open.rows, misses: last.misses + open.misses, end: open.end };
  return [...blocks, joined];
}
