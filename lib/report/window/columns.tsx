import type { Distribution } from '../../picture/picture.ts';
import type { Measurement } from '../../results.ts';
import { isWhole } from '../../whole.ts';
import { CategoryChart } from '../charts/category-chart.tsx';
import { DistributionChart } from '../charts/distribution-chart.tsx';
import { HistoryChart } from '../charts/history-chart.tsx';
import { ChartKey } from '../page/chart-key.tsx';
import type { Glossary } from '../page/glossary.tsx';
import { showInterval, showLimit, showNumber } from '../page/show-number.ts';
import { StatusMark, worstStatus } from '../page/status.tsx';
import { byUrgency, historyOf } from './checks.ts';
import { MeasureTable } from './measure-table.tsx';
import type { ReportInput } from './report-input.ts';

/** What belongs to another part of the page. */
const ELSEWHERE = new Set(['operations']);

/** A calm column is drawn over fewer windows: there may be many of them. */
const CALM_WINDOWS = 12;

interface ColumnView {
  readonly name: string;
  readonly role: string;
  readonly checks: readonly Measurement[];
  readonly distribution: Distribution | undefined;
}

/** The columns of all rows: those beyond a limit in the open, the calm ones folded. */
export function Columns({
  input,
  glossary,
}: {
  readonly input: ReportInput;
  readonly glossary: Glossary;
}) {
  const views = viewsOf(input, glossary);
  if (views.length === 0) return null;
  const isFound = ({ checks }: ColumnView) =>
    checks.some(({ status }) => status === 'alert' || status === 'warning');
  const found = views.filter(isFound);
  const calm = views.filter((view) => !isFound(view));
  return (
    <section id="columns" aria-labelledby="h-columns">
      <h2 id="h-columns">Columns</h2>
      <p class="lead">
        {found.length === 0
          ? `None of ${views.length} columns is beyond a limit.`
          : `${found.length} of ${views.length} columns ${found.length === 1 ? 'is' : 'are'} beyond a limit, the most urgent first.`}{' '}
        <ChartKey />
      </p>
      {input.result.distributions === undefined && (
        <p class="card">
          This result was written by a release that kept no distributions.{' '}
          <code>
            driftwatch report &lt;workspace&gt; {input.monitor.monitor} --window{' '}
            {input.result.window.start}
          </code>{' '}
          draws them from the window's profiles.
        </p>
      )}
      {found.map((view) => (
        <article
          class={`card ${worstStatus(view.checks.map(({ status }) => status))}`}
          key={view.name}
        >
          <ColumnBody view={view} input={input} glossary={glossary} />
        </article>
      ))}
      {calm.map((view) => (
        <details class="calm" key={view.name}>
          <summary>
            {view.name} <span class="soft">{calmNote(view, glossary)}</span>
          </summary>
          <ColumnBody view={view} input={input} glossary={glossary} />
        </details>
      ))}
    </section>
  );
}

function viewsOf({ result, metrics }: ReportInput, { of }: Glossary): ColumnView[] {
  const families = new Map(metrics.map(({ name, family }) => [name, family]));
  const names = [
    ...(result.distributions ?? []).map(({ column }) => column),
    ...result.measurements.flatMap(({ column }) => column ?? []),
  ];
  return [...new Set(names)]
    .map((name) => {
      const checks = result.measurements
        .filter((one) => one.column === name && isWhole(one) && one.threshold !== null)
        .filter(({ metric }) => of(metric) && !ELSEWHERE.has(families.get(metric) ?? ''))
        .sort(byUrgency);
      const distribution = result.distributions?.find(({ column }) => column === name);
      return { name, role: distribution?.role ?? 'feature', checks, distribution };
    })
    .filter(({ checks, distribution }) => checks.length > 0 || distribution)
    .sort((a, b) =>
      a.checks[0] && b.checks[0]
        ? byUrgency(a.checks[0], b.checks[0])
        : b.checks.length - a.checks.length,
    );
}

function calmNote({ checks, distribution }: ColumnView, { unit }: Glossary): string {
  const drift = checks.find(({ metric, value }) => metric === 'psi' && value !== null) ?? checks[0];
  const parts = [
    drift &&
      `${drift.metric} ${showNumber(drift.value, unit(drift.metric))}, ${showLimit(drift.threshold, unit(drift.metric))}`,
    (distribution?.missing.current ?? 0) > 0 &&
      `${showNumber(distribution?.missing.current, 'share')} missing`,
  ];
  return parts.filter(Boolean).join('; ');
}

function ColumnBody({
  view,
  input,
  glossary,
}: {
  readonly view: ColumnView;
  readonly input: ReportInput;
  readonly glossary: Glossary;
}) {
  const { name, role, checks, distribution } = view;
  const [worst] = checks;
  const slices = (input.result.worst?.drift ?? []).filter(({ column }) => column === name);
  const beyond = checks.filter(({ status }) => status === 'alert' || status === 'warning');
  const history = beyond.length > 0 ? input.history : input.history.slice(-CALM_WINDOWS);
  const points = worst ? historyOf(history, worst.metric, name) : [];
  return (
    <>
      <div class="head">
        <h3>{name}</h3>
        <StatusMark status={worstStatus(checks.map(({ status }) => status))} />
        <span class="aside">
          {role === 'feature' ? '' : `${role}; `}
          {distribution &&
            `missing ${showNumber(distribution.missing.current, 'share')}, in the baseline ${showNumber(distribution.missing.baseline, 'share')}`}
        </span>
      </div>
      {beyond.map(({ metric, note }) => {
        const found = input.result.findings.find(
          (one) => one.metric === metric && one.column === name && isWhole(one),
        );
        return found ? (
          <p key={metric} class="small">
            {found.message}
          </p>
        ) : note ? (
          <p key={metric} class="small">
            {note}
          </p>
        ) : null;
      })}
      <div class="grid">
        {distribution && <Drawn distribution={distribution} />}
        {worst && points.length > 1 && (
          <HistoryChart
            title={<glossary.Term name={worst.metric} />}
            name={`${worst.metric} of ${name}`}
            note={`over ${points.length} windows`}
            points={points}
            unit={glossary.unit(worst.metric)}
          />
        )}
        {slices.length > 0 && (
          <div>
            <h4>Where it drifted most</h4>
            <ul class="small">
              {slices.map(({ segment, sentence }) => (
                <li key={segment}>{sentence}</li>
              ))}
            </ul>
          </div>
        )}
      </div>
      {beyond.length > 0 ? (
        <details>
          <summary>
            {checks.length} check{checks.length === 1 ? '' : 's'} of this column
          </summary>
          <MeasureTable rows={checks} glossary={glossary} label={`Checks of ${name}`} />
        </details>
      ) : (
        <p class="small soft">
          {checks.map(({ metric, value, low, high, threshold }, i) => {
            const unit = glossary.unit(metric);
            const interval = showInterval(low, high, unit);
            return (
              <span key={metric}>
                {i > 0 && '; '}
                <glossary.Term name={metric} /> {showNumber(value, unit)}
                {interval && ` (${interval})`}, {showLimit(threshold, unit)}
              </span>
            );
          })}
        </p>
      )}
    </>
  );
}

function Drawn({ distribution }: { readonly distribution: Distribution }) {
  if (distribution.type === 'categorical')
    return (
      <CategoryChart
        title="Shares"
        categories={distribution.categories}
        other={distribution.other}
      />
    );
  return distribution.bins ? (
    <DistributionChart title="Distribution" bins={distribution.bins} />
  ) : (
    <p class="soft small">No value within the baseline's range can be drawn.</p>
  );
}
