import type { Frame } from '../profile/frame.ts';
import { LATENCY_EDGES } from '../profile/latency-edges.ts';
import { emptyProfile, type Profile } from '../profile/profile.ts';
import { arrivalsOf } from './arrivals.ts';
import { coarsen } from './coarsen.ts';
import { confusionOf } from './confusion.ts';
import { distributions } from './distributions.ts';
import type { Curves, Distribution } from './picture.ts';
import { scoreCurves } from './score-curves.ts';

const ERROR_BINS = 40;
const LATENCY_BINS = 40;

/** What a window's report draws of all rows: the same profiles give the same numbers. */
export function pictureWindow(
  frame: Frame,
  baseline: Profile = emptyProfile,
  current: Profile = emptyProfile,
): { readonly distributions: readonly Distribution[]; readonly curves: Curves } {
  const scores = scoreCurves(frame.outcome, baseline.outcome, current.outcome);
  const confusion = confusionOf(baseline.outcome, current.outcome);
  const residuals = coarsen(
    frame.outcome.errorEdges,
    {
      baseline: baseline.outcome.regression?.errors ?? null,
      current: current.outcome.regression?.errors ?? null,
    },
    ERROR_BINS,
  );
  const latency = latencyOf(frame, baseline, current);
  const arrivals = arrivalsOf(current);
  return {
    distributions: distributions(frame.columns, baseline, current),
    curves: {
      ...(scores && { scores }),
      ...(confusion && { confusion }),
      ...(residuals && { residuals }),
      ...(latency && { latency }),
      ...(arrivals && { arrivals }),
    },
  };
}

function latencyOf({ columns }: Frame, baseline: Profile, current: Profile) {
  const column = columns.find(({ role }) => role === 'latency');
  if (!column) return null;
  const counts = ({ columns }: Profile) => columns[column.name]?.histogram ?? null;
  return coarsen(
    LATENCY_EDGES,
    { baseline: counts(baseline), current: counts(current) },
    LATENCY_BINS,
    'ratio',
  );
}
