import type { Measurement } from '../../results.ts';
import type { Glossary } from '../page/glossary.tsx';
import { showInterval, showLimit, showNumber, sourceOfLimit } from '../page/show-number.ts';
import { StatusMark } from '../page/status.tsx';

/** Values with their intervals, the baseline's, the limits and the status, one a row. */
export function MeasureTable({
  rows,
  glossary,
  place,
  label,
}: {
  readonly rows: readonly Measurement[];
  readonly glossary: Glossary;
  /** Before the metric, of what differs by place. */
  readonly place?: (measurement: Measurement) => string;
  /** What the table is of. */
  readonly label: string;
}) {
  const { Term, unit } = glossary;
  const isCovered = rows.some(({ coverage }) => coverage !== undefined && coverage < 1);
  return (
    <div class="scroll">
      <table class="full stack" aria-label={label}>
        <thead>
          <tr>
            {place && <th>where</th>}
            <th>metric</th>
            <th class="n">value</th>
            <th class="n">95 % interval</th>
            <th class="n">baseline</th>
            <th class="n">limit</th>
            {isCovered && <th class="n">labelled</th>}
            <th>status</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((one) => {
            const { metric, value, low, high, reference, threshold, status, reason, note } = one;
            return (
              <tr key={`${metric} ${one.column} ${one.segment} ${one.variant}`} class={status}>
                {place && <td>{place(one)}</td>}
                <td>
                  <Term name={metric} />
                  {note && <span class="soft small"> {note}</span>}
                </td>
                <td class="n" data-th="value">
                  <b>{showNumber(value, unit(metric))}</b>
                </td>
                <td class="n soft" data-th="95 % interval">
                  {showInterval(low, high, unit(metric))}
                </td>
                <td class="n soft" data-th="baseline">
                  {reference === null ? '' : showNumber(reference, unit(metric))}
                </td>
                <td
                  class="n soft"
                  data-th="limit"
                  title={threshold ? sourceOfLimit(threshold) : undefined}
                >
                  {showLimit(threshold, unit(metric))}
                </td>
                {isCovered && (
                  <td class="n soft" data-th="labelled">
                    {one.coverage === undefined ? '' : showNumber(one.coverage, 'share')}
                  </td>
                )}
                <td>
                  {threshold || status !== 'ok' ? (
                    <StatusMark status={status} />
                  ) : (
                    <span class="soft small">no limit</span>
                  )}
                  {reason && <span class="soft small"> {reason}</span>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
