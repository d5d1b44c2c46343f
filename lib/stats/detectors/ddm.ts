import type { Block } from './block.ts';
import type { Detector, DetectorState } from './detector.ts';

export interface DdmOptions {
  /** Rows before a change can be detected. */
  readonly warmStart: number;
  /** Both in standard errors above the least share of misses so far. */
  readonly warningThreshold: number;
  readonly driftThreshold: number;
}

export const DDM_DEFAULTS: DdmOptions = { warmStart: 30, warningThreshold: 2, driftThreshold: 3 };

interface DdmState extends DetectorState {
  readonly warning: boolean;
  readonly rows: number;
  readonly misses: number;
  /** Share of misses and its standard error where their sum was least. */
  readonly leastShare: number;
  readonly leastError: number;
}

/**
 * The drift detection method: the share of misses so far has risen well above the least it has been.
 *
 * Looks at the end of every block; with blocks of one row it is river's.
 *
 * @see river.drift.binary.DDM 0.26; Gama et al. (2004), Learning with drift detection, SBIA
 */
export function ddm(options: Partial<DdmOptions> = {}): Detector<DdmState, Block> {
  const { warmStart, warningThreshold, driftThreshold } = { ...DDM_DEFAULTS, ...options };
  const none = Number.POSITIVE_INFINITY;
  return {
    start: {
      detected: false,
      warning: false,
      rows: 0,
      misses: 0,
      leastShare: none,
      leastError: none,
    },
    update: (state, block) => {
      const rows = state.rows + block.weight * block.rows;
      const misses = state.misses + block.weight * block.misses;
      if (rows <= warmStart) return { ...state, rows, misses };
      const share = Math.min(1, misses / rows);
      const error = Math.sqrt((share * (1 - share)) / rows);
      const isLeast = share + error <= state.leastShare + state.leastError;
      const leastShare = isLeast ? share : state.leastShare;
      const leastError = isLeast ? error : state.leastError;
      const detected = share + error > leastShare + driftThreshold * leastError;
      const warning = !detected && share + error > leastShare + warningThreshold * leastError;
      return { detected, warning, rows, misses, leastShare, leastError };
    },
  };
}
