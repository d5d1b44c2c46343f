import type { Family } from '../../metrics/family.ts';
import { isWhole } from '../../whole.ts';
import { ArrivalsChart } from '../charts/arrivals-chart.tsx';
import { DistributionChart } from '../charts/distribution-chart.tsx';
import type { Glossary } from '../page/glossary.tsx';
import { byUrgency } from './checks.ts';
import { MeasureTable } from './measure-table.tsx';
import type { ReportInput } from './report-input.ts';

interface PartProps {
  readonly input: ReportInput;
  readonly glossary: Glossary;
}

function measured({ result, metrics }: ReportInput, family: Family) {
  const named = new Set(metrics.filter((one) => one.family === family).map(({ name }) => name));
  return result.measurements.filter(({ metric }) => named.has(metric));
}

/** Latency, throughput, errors, label delay. */
export function Operations({ input, glossary }: PartProps) {
  const rows = measured(input, 'operations').filter(isWhole).sort(byUrgency);
  const { latency, arrivals } = input.result.curves ?? {};
  if (rows.length === 0 && !latency && !arrivals) return null;
  return (
    <section id="operations" aria-labelledby="h-operations">
      <h2 id="h-operations">Latency and throughput</h2>
      <div class="grid">
        {latency && <DistributionChart title="Latency" bins={latency} unit=" ms" scale="log" />}
        {arrivals && <ArrivalsChart arrivals={arrivals} />}
      </div>
      {rows.length > 0 && (
        <MeasureTable rows={rows} glossary={glossary} label="Latency and throughput" />
      )}
    </section>
  );
}

/** Differences between groups. */
export function Fairness({ input, glossary }: PartProps) {
  const rows = measured(input, 'fairness').sort(byUrgency);
  if (rows.length === 0) return null;
  const judged = rows.filter(({ threshold }) => threshold !== null);
  const rest = rows.filter(({ threshold }) => threshold === null);
  const place = ({ segment }: { segment: string | null }) => segment ?? 'all rows';
  return (
    <section id="fairness" aria-labelledby="h-fairness">
      <h2 id="h-fairness">Fairness</h2>
      <p class="lead">Each group beside all others.</p>
      {judged.length > 0 && (
        <MeasureTable
          rows={judged.slice(0, ROWS)}
          glossary={glossary}
          label="Fairness"
          place={place}
        />
      )}
      {rest.length > 0 && (
        <details class="calm">
          <summary>
            {rest.length} {judged.length > 0 ? 'more' : 'values'} without a limit
          </summary>
          <MeasureTable
            rows={rest.slice(0, ROWS)}
            glossary={glossary}
            label="Fairness, without a limit"
            place={place}
          />
          {rest.length > ROWS && (
            <p class="soft small">The other {rest.length - ROWS} are in the result file.</p>
          )}
        </details>
      )}
    </section>
  );
}

const ROWS = 60;

/** What the data looked like as a whole: rejects, schema, duplicates, joint drift. */
export function Quality({ input, glossary }: PartProps) {
  const rows = [...measured(input, 'quality'), ...measured(input, 'drift')]
    .filter((one) => isWhole(one) && one.column === null)
    .sort(byUrgency);
  const { rejections } = input.result;
  if (rows.length === 0) return null;
  return (
    <section id="quality" aria-labelledby="h-quality">
      <h2 id="h-quality">Data as a whole</h2>
      <MeasureTable rows={rows} glossary={glossary} label="Data as a whole" />
      {Object.keys(rejections).length > 0 && (
        <>
          <h4>Rejected, by reason</h4>
          <ul>
            {Object.entries(rejections).map(([reason, count]) => (
              <li key={reason}>
                {count}: {reason}
              </li>
            ))}
          </ul>
          <p class="soft small">
            The rows themselves: <code>{input.places.rejected}</code>
          </p>
        </>
      )}
    </section>
  );
}
