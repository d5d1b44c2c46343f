import type { WorstSlice } from '../../judge/worst-slices.ts';
import type { Glossary } from '../page/glossary.tsx';
import { showNumber } from '../page/show-number.ts';
import { byUrgency } from './checks.ts';
import { MeasureTable } from './measure-table.tsx';
import type { ReportInput } from './report-input.ts';

const SHOWN = 30;

/** The segments that stand out, and every check of a segment or a variant that is beyond its limit. */
export function Slices({
  input: { result },
  glossary,
}: {
  readonly input: ReportInput;
  readonly glossary: Glossary;
}) {
  const { performance = [], drift = [] } = result.worst ?? {};
  const beyond = result.measurements
    .filter(
      ({ segment, variant, status }) =>
        (segment !== null || variant !== null) && (status === 'alert' || status === 'warning'),
    )
    .sort(byUrgency);
  if (performance.length + drift.length + beyond.length === 0) return null;
  return (
    <section id="segments" aria-labelledby="h-segments">
      <h2 id="h-segments">Segments</h2>
      <Worst title="Where the model does worst" slices={performance} glossary={glossary} />
      <Worst title="Where data drifted most" slices={drift} glossary={glossary} />
      {beyond.length > 0 && (
        <>
          <h4>
            Checks of segments and variants beyond their limits
            {beyond.length > SHOWN && `: the first ${SHOWN} of ${beyond.length}`}
          </h4>
          <MeasureTable
            rows={beyond.slice(0, SHOWN)}
            glossary={glossary}
            label="Checks of segments and variants"
            place={({ column, segment, variant }) =>
              [column, segment && `where ${segment}`, variant && `variant ${variant}`]
                .filter(Boolean)
                .join(', ')
            }
          />
        </>
      )}
    </section>
  );
}

function Worst({
  title,
  slices,
  glossary,
}: {
  readonly title: string;
  readonly slices: readonly WorstSlice[];
  readonly glossary: Glossary;
}) {
  if (slices.length === 0) return null;
  return (
    <>
      <h4>{title}</h4>
      <div class="scroll">
        <table class="full stack" aria-label={title}>
          <thead>
            <tr>
              <th>segment</th>
              <th>metric</th>
              <th class="n">here</th>
              <th class="n">all rows</th>
              <th class="n">rows</th>
              <th class="n">by chance</th>
            </tr>
          </thead>
          <tbody>
            {slices.map(({ segment, metric, column, value, whole, rows, evidence, sentence }) => (
              <tr key={`${segment} ${metric}`}>
                <td>
                  <b>{segment}</b>
                  <div class="soft small">{sentence}</div>
                </td>
                <td data-th="metric">
                  {column ? `${column}: ` : ''}
                  <glossary.Term name={metric} />
                </td>
                <td class="n" data-th="here">
                  {showNumber(value, glossary.unit(metric))}
                </td>
                <td class="n soft" data-th="all rows">
                  {showNumber(whole, glossary.unit(metric))}
                </td>
                <td class="n soft" data-th="rows">
                  {showNumber(rows, 'count')}
                </td>
                <td
                  class="n soft"
                  data-th="by chance"
                  title="Probability that chance alone takes any segment so far, all that were looked at allowed for"
                >
                  {evidence < 0.0001 ? 'below 0.0001' : showNumber(evidence)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
