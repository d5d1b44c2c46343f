import * as Plot from '@observablehq/plot';
import type { CalibrationPoint, Point, ScoreCurves } from '../../picture/picture.ts';
import { showInterval, showNumber } from '../page/show-number.ts';
import { Figure } from './figure.tsx';
import { plotSvg } from './plot-svg.ts';

const HEIGHT = 250;
const unitAxis = (label: string) => ({
  domain: [0, 1],
  label,
  ticks: 5,
  tickSize: 4,
  labelAnchor: 'center' as const,
  labelArrow: 'none' as const,
});
const FRAME = { height: HEIGHT, marginLeft: 50, marginBottom: 36, marginTop: 12 };

/** The curve of the window over that of the baseline. */
function CurveChart({
  title,
  points,
  axes: [x, y],
  diagonal,
}: {
  readonly title: string;
  readonly points: ScoreCurves['roc'];
  readonly axes: readonly [string, string];
  readonly diagonal: boolean;
}) {
  const { baseline, current } = points;
  const rows = current ?? baseline ?? [];
  const line = (side: readonly Point[] | null, stroke: string, strokeWidth: number) =>
    side ? [Plot.line(side, { stroke, strokeWidth })] : [];
  const svg = plotSvg(
    {
      ...FRAME,
      x: unitAxis(x),
      y: unitAxis(y),
      marks: [
        ...(diagonal
          ? [
              Plot.line(
                [
                  [0, 0],
                  [1, 1],
                ],
                { stroke: 'var(--line)', strokeDasharray: '3,3' },
              ),
            ]
          : []),
        ...line(baseline, 'var(--baseline)', 3),
        ...line(current, 'var(--current)', 1.8),
      ],
    },
    `${title} of baseline and window; the table below has the window's points`,
    { x: rows.map(([at]) => at) },
  );
  return (
    <Figure
      title={title}
      svg={svg}
      heads={[x, y]}
      rows={rows.map(([a, b]) => [showNumber(a, 'share'), showNumber(b, 'share')])}
    />
  );
}

/** Predicted against observed shares, with intervals; on the diagonal a model is calibrated. */
function CalibrationChart({ points }: { readonly points: ScoreCurves['calibration'] }) {
  const { baseline, current } = points;
  const rows = current ?? baseline ?? [];
  const x = 'probability';
  const svg = plotSvg(
    {
      ...FRAME,
      x: unitAxis('predicted probability'),
      y: unitAxis('share that came true'),
      marks: [
        Plot.line(
          [
            [0, 0],
            [1, 1],
          ],
          { stroke: 'var(--line)', strokeDasharray: '3,3' },
        ),
        ...(baseline
          ? [Plot.line(baseline, { x, y: 'share', stroke: 'var(--baseline)', strokeWidth: 3 })]
          : []),
        ...(current
          ? [
              Plot.ruleX(current, {
                x,
                y1: 'low',
                y2: 'high',
                stroke: 'var(--current)',
                strokeOpacity: 0.6,
              }),
              Plot.line(current, { x, y: 'share', stroke: 'var(--current)', strokeWidth: 1.6 }),
              Plot.dot(current, { x, y: 'share', r: 3, fill: 'var(--current)' }),
            ]
          : []),
      ],
    },
    "Calibration of baseline and window; the table below has the window's points",
    { x: rows.map(({ probability }) => probability) },
  );
  return (
    <Figure
      title="Calibration"
      note="on the diagonal, probabilities hold"
      svg={svg}
      heads={['predicted', 'came true', '95 % interval', 'rows']}
      rows={rows.map((one: CalibrationPoint) => [
        showNumber(one.probability, 'share'),
        showNumber(one.share, 'share'),
        showInterval(one.low, one.high, 'share'),
        showNumber(one.rows, 'count'),
      ])}
    />
  );
}

/** The three curves of a model's scores. */
export function ScoreCharts({ curves }: { readonly curves: ScoreCurves }) {
  return (
    <div class="grid">
      <CurveChart
        title="ROC curve"
        points={curves.roc}
        axes={['false positive rate', 'recall']}
        diagonal={true}
      />
      <CurveChart
        title="Precision and recall"
        points={curves.precisionRecall}
        axes={['recall', 'precision']}
        diagonal={false}
      />
      {(curves.calibration.current || curves.calibration.baseline) && (
        <CalibrationChart points={curves.calibration} />
      )}
    </div>
  );
}
