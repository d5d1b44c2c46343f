import type { Confusion, Curves } from '../../picture/picture.ts';
import { DistributionChart } from '../charts/distribution-chart.tsx';
import { ScoreCharts } from '../charts/score-charts.tsx';
import { ChartKey } from '../page/chart-key.tsx';
import { showNumber } from '../page/show-number.ts';
import type { ReportInput } from './report-input.ts';

/** Curves, confusion and residuals of what is labelled. */
export function Model({ input: { result } }: { readonly input: ReportInput }) {
  const { scores = [], confusion, residuals } = result.curves ?? {};
  if (scores.length === 0 && !confusion && !residuals) return null;
  const known = result.labelled > 0;
  return (
    <section id="model" aria-labelledby="h-model">
      <h2 id="h-model">How predictions held</h2>
      <p class="lead">
        {known
          ? `Over the ${showNumber(result.labelled, 'count')} predictions whose outcome is known, beside the baseline's.`
          : 'No outcome of this window is known yet: what is drawn is the baseline.'}{' '}
        <ChartKey />
      </p>
      {scores.map((curves) => (
        <div key={curves.class}>
          {curves.class !== null && <h4>Class {curves.class} against the others</h4>}
          <ScoreCharts curves={curves} />
        </div>
      ))}
      {confusion && <ConfusionTable confusion={confusion} />}
      {residuals && <Residuals bins={residuals} />}
    </section>
  );
}

function Residuals({ bins }: { readonly bins: NonNullable<Curves['residuals']> }) {
  return (
    <div class="grid">
      <DistributionChart title="Residuals: predicted less actual" bins={bins} at={0} />
    </div>
  );
}

/** Rows by actual and predicted class; each cell's share of its row, beside the baseline's, shaded by it. */
function ConfusionTable({ confusion: { classes, rows } }: { readonly confusion: Confusion }) {
  const { baseline, current } = rows;
  const shown = current ?? baseline ?? [];
  const share = (table: typeof shown | null, i: number, j: number) => {
    const row = table?.[i] ?? [];
    const all = row.reduce((sum, count) => sum + count, 0);
    return all > 0 ? (row[j] ?? 0) / all : null;
  };
  return (
    <>
      <h4>Confusion: of each actual class, how many were predicted as what</h4>
      <div class="scroll">
        <table class="confusion" aria-label="Confusion matrix">
          <thead>
            <tr>
              <th scope="col">actual \ predicted</th>
              {classes.map((name) => (
                <th class="n" scope="col" key={name}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {classes.map((actual, i) => (
              <tr key={actual}>
                <th scope="row">{actual}</th>
                {classes.map((predicted, j) => {
                  const here = share(shown, i, j);
                  return (
                    <td
                      class="n"
                      key={predicted}
                      style={`background:color-mix(in srgb, var(--current) ${Math.round(30 * (here ?? 0))}%, var(--paper))`}
                    >
                      <b>{showNumber(here, 'share')}</b>
                      <div class="small">{showNumber(shown[i]?.[j] ?? 0, 'count')} rows</div>
                      {current && baseline && (
                        <div class="small">
                          baseline {showNumber(share(baseline, i, j), 'share')}
                        </div>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
