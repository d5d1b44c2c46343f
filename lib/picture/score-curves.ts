import type { OutcomeFrame } from '../profile/column.ts';
import type { OutcomeSummary } from '../profile/outcome-statistics.ts';
import { type CalibrationBin, calibrationBins } from '../stats/calibration.ts';
import { wilsonInterval } from '../stats/interval.ts';
import { total } from '../stats/sums.ts';
import type { CalibrationPoint, Pair, Point, ScoreCurves } from './picture.ts';
import { toDigits } from './to-digits.ts';

const POINTS = 60;
/** Classes that have curves: the most frequent ones. */
const CLASSES = 4;

interface Scores {
  readonly positives: readonly number[];
  readonly negatives: readonly number[];
}

/** ROC, precision-recall and calibration of a binary model, or of a multiclass model's most frequent classes; null without scores. */
export function scoreCurves(
  { scoreEdges }: OutcomeFrame,
  baseline: OutcomeSummary,
  current: OutcomeSummary,
): ScoreCurves[] | null {
  if (scoreEdges.length === 0) return null;
  const before = scoresOf(baseline);
  const now = scoresOf(current);
  const positives = (name: string | null) => total(now.get(name)?.positives ?? []);
  const names = [...new Set([...now.keys(), ...before.keys()])]
    .sort((a, b) => positives(b) - positives(a) || (`${a}` < `${b}` ? -1 : 1))
    .slice(0, CLASSES);
  const curves = names.map((name) => {
    const of = <T>(read: (scores: Scores) => T | null): Pair<T> => ({
      baseline: readScores(before.get(name), read),
      current: readScores(now.get(name), read),
    });
    return {
      class: name,
      roc: of(roc),
      precisionRecall: of(precisionRecall),
      calibration: of((scores) => calibration(scoreEdges, scores)),
    };
  });
  const some = curves.filter(({ roc }) => roc.baseline || roc.current);
  return some.length > 0 ? some : null;
}

function scoresOf({ binary, multiclass }: OutcomeSummary): Map<string | null, Scores> {
  if (binary)
    return new Map([
      [null, { positives: binary.positiveScores, negatives: binary.negativeScores }],
    ]);
  return new Map(Object.entries(multiclass?.scoresByClass ?? {}));
}

function readScores<T>(scores: Scores | undefined, read: (scores: Scores) => T | null): T | null {
  return scores && total(scores.positives) * total(scores.negatives) > 0 ? read(scores) : null;
}

/** From the highest score down: rows at or above it, by label. */
function descending({ positives, negatives }: Scores): [number, number][] {
  let above: [number, number] = [0, 0];
  const points: [number, number][] = [];
  for (let i = positives.length - 1; i >= 0; i--) {
    const [p, n] = [positives[i] ?? 0, negatives[i] ?? 0];
    if (p + n === 0) continue;
    above = [above[0] + p, above[1] + n];
    points.push(above);
  }
  return points;
}

function roc(scores: Scores): Point[] {
  const [p, n] = [total(scores.positives), total(scores.negatives)];
  const points = descending(scores).map(([found, wrong]): Point => [wrong / n, found / p]);
  return thinned([[0, 0], ...points]);
}

function precisionRecall(scores: Scores): Point[] {
  const all = total(scores.positives);
  return thinned(descending(scores).map(([p, n]): Point => [p / all, p / (p + n)]));
}

/** The first and the last point, and between them those that come after equal lengths of the curve. */
function thinned(points: readonly Point[]): Point[] {
  const lengths = points.map(([x, y], i) => {
    const [a, b] = points[Math.max(0, i - 1)] as Point;
    return Math.hypot(x - a, y - b);
  });
  const step = total(lengths) / (POINTS - 2);
  let since = step;
  return points.flatMap(([x, y], i): Point[] => {
    since += lengths[i] as number;
    if (since < step && i < points.length - 1) return [];
    since = Math.min(since - step, step / 2);
    return [[toDigits(x, 1), toDigits(y, 1)]];
  });
}

function calibration(edges: readonly number[], scores: Scores): CalibrationPoint[] | null {
  const bins = calibrationBins(edges, scores.positives, scores.negatives);
  return bins ? bins.filter(({ rows }) => rows > 0).map(calibrationPoint) : null;
}

function calibrationPoint({ rows, positives, probability }: CalibrationBin): CalibrationPoint {
  const { low, high } = wilsonInterval(positives, rows);
  return {
    probability: toDigits(probability / rows, 1),
    share: toDigits(positives / rows, 1),
    low: toDigits(low, 1),
    high: toDigits(high, 1),
    rows,
  };
}
