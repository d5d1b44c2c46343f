import type { Block } from './block.ts';
import type { Detector, DetectorState } from './detector.ts';

export interface EddmOptions {
  /** Rows before the distance is looked at. river has one option for this and the next. */
  readonly warmStart: number;
  /** Misses before a change can be detected. */
  readonly warmMisses: number;
  /** A warning, and a drift, where the distance between misses falls below this share of the largest so far. */
  readonly alpha: number;
  readonly beta: number;
}

export const EDDM_DEFAULTS: EddmOptions = { warmStart: 30, warmMisses: 30, alpha: 0.95, beta: 0.9 };

interface EddmState extends DetectorState {
  readonly warning: boolean;
  readonly rows: number;
  /** Rows since the last miss. */
  readonly since: number;
  /** Of the distances in rows from miss to miss: how many, their mean, their summed squares about it. */
  readonly misses: number;
  readonly mean: number;
  readonly squares: number;
  /** The most that mean + 2 standard deviations has been. */
  readonly most: number;
}

/**
 * The early drift detection method: misses follow each other more closely than they did.
 *
 * The place of a miss within a block of several rows is not known: distances there are taken as geometric, as they are where
 * rows miss independently. With blocks of one row it is river's.
 *
 * @see river.drift.binary.EDDM 0.26; Baena-Garcia et al. (2006), Early drift detection method, IWKDDS
 */
export function eddm(options: Partial<EddmOptions> = {}): Detector<EddmState, Block> {
  const { warmStart, warmMisses, alpha, beta } = { ...EDDM_DEFAULTS, ...options };
  return {
    start: {
      detected: false,
      warning: false,
      rows: 0,
      since: 0,
      misses: 0,
      mean: 0,
      squares: 0,
      most: -1,
    },
    update: (state, block) => {
      const rows = state.rows + block.weight * block.rows;
      const since = state.since + block.rows;
      if (block.misses === 0) return { ...state, rows, since };
      const seen = { ...state, rows, since: 0, ...withDistances(state, block, since) };
      if (rows <= warmStart) return seen;
      const variance = seen.misses > 1 ? seen.squares / (seen.misses - 1) : 0;
      const level = seen.mean + 2 * Math.sqrt(variance);
      if (level > state.most) return { ...seen, most: level };
      if (seen.misses <= warmMisses) return seen;
      const detected = level < beta * state.most;
      return { ...seen, detected, warning: !detected && level < alpha * state.most };
    },
  };
}

/** Count, mean and summed squares with those of a block. @see Chan, Golub & LeVeque (1979), updating formulae */
function withDistances(
  { misses, mean, squares }: EddmState,
  block: Block,
  since: number,
): Pick<EddmState, 'misses' | 'mean' | 'squares'> {
  const count = block.weight * block.misses;
  const distance = since / block.misses;
  const own = block.rows === 1 ? 0 : count * distance * Math.max(0, distance - 1);
  const all = misses + count;
  const shift = distance - mean;
  return {
    misses: all,
    mean: mean + (shift * count) / all,
    squares: squares + own + (shift * shift * misses * count) / all,
  };
}
