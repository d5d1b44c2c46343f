import type { Measurement } from '../../results.ts';
import { isWhole } from '../../whole.ts';
import { HistoryChart } from '../charts/history-chart.tsx';
import type { Glossary } from '../page/glossary.tsx';
import { showNumber } from '../page/show-number.ts';
import { byUrgency, historyOf } from './checks.ts';
import { MeasureTable } from './measure-table.tsx';
import type { ReportInput } from './report-input.ts';

const CHARTS = 6;
/** A chart of one window is none. */
const LEAST_WINDOWS = 2;

/** Performance with intervals, what of it rests on labels, and how it went. */
export function Performance({
  input,
  glossary,
}: {
  readonly input: ReportInput;
  readonly glossary: Glossary;
}) {
  const { result, history, metrics } = input;
  const family = (...names: readonly string[]) => {
    const named = new Set(
      metrics.filter((one) => names.includes(one.family)).map(({ name }) => name),
    );
    return result.measurements.filter((one) => isWhole(one) && named.has(one.metric));
  };
  const measured = family('performance');
  const estimated = family('estimated_performance');
  const concept = family('concept_drift');
  const custom = family('custom');
  const all = [...measured, ...estimated, ...concept, ...custom];
  if (all.length === 0) return null;
  const charted = [...all]
    .filter(({ threshold, value }) => threshold !== null && value !== null)
    .sort(byUrgency)
    .slice(0, CHARTS)
    .map((one) => ({ one, points: historyOf(history, one.metric, null) }))
    .filter(({ points }) => points.length >= LEAST_WINDOWS);
  return (
    <section id="performance" aria-labelledby="h-performance">
      <h2 id="h-performance">Performance</h2>
      <p class="lead">{coverage(input)}</p>
      {charted.length > 0 && (
        <div class="grid">
          {charted.map(({ one, points }) => (
            <HistoryChart
              key={one.metric}
              title={<glossary.Term name={one.metric} />}
              name={one.metric}
              note={`${showNumber(one.value, glossary.unit(one.metric))}, baseline ${showNumber(one.reference, glossary.unit(one.metric))}`}
              points={points}
              unit={glossary.unit(one.metric)}
            />
          ))}
        </div>
      )}
      <Judged title="By labels" rows={measured} glossary={glossary} />
      <Judged title="Estimated without labels" rows={estimated} glossary={glossary} />
      <Judged title="Concept: outcomes given the prediction" rows={concept} glossary={glossary} />
      <Judged title="The monitor's own metrics" rows={custom} glossary={glossary} />
    </section>
  );
}

function coverage({ result: { rows, labelled }, monitor }: ReportInput): string {
  if (labelled === 0)
    return 'No outcome is known yet: what stands here is estimated from scores, where they are logged.';
  if (labelled >= rows) return `All ${showNumber(rows, 'count')} outcomes are known.`;
  const wait = monitor.labels?.wait ? `; labels are waited for ${monitor.labels.wait}` : '';
  return `${showNumber(labelled, 'count')} of ${showNumber(rows, 'count')} outcomes are known (${showNumber(labelled / rows, 'share')}): values by labels are of those alone, and are revised as more come${wait}.`;
}

/** What is held against a limit in the open, the rest folded. */
function Judged({
  title,
  rows,
  glossary,
}: {
  readonly title: string;
  readonly rows: readonly Measurement[];
  readonly glossary: Glossary;
}) {
  if (rows.length === 0) return null;
  const judged = rows
    .filter(({ threshold, status }) => threshold !== null || status !== 'ok')
    .sort(byUrgency);
  const rest = rows.filter((one) => !judged.includes(one));
  return (
    <>
      <h4>{title}</h4>
      {judged.length > 0 && <MeasureTable rows={judged} glossary={glossary} label={title} />}
      {rest.length > 0 && (
        <details class="calm">
          <summary>
            {rest.length} {judged.length > 0 ? 'more' : 'values'} without a limit{' '}
            <span class="soft">
              {rest
                .slice(0, 4)
                .map(({ metric }) => metric)
                .join(', ')}
              {rest.length > 4 ? ' …' : ''}
            </span>
          </summary>
          <MeasureTable rows={rest} glossary={glossary} label={`${title}, without a limit`} />
        </details>
      )}
    </>
  );
}
