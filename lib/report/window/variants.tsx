import type { Comparison } from '../../judge/compare-variants.ts';
import type { Glossary } from '../page/glossary.tsx';
import { showInterval, showNumber, showTime } from '../page/show-number.ts';
import type { ReportInput } from './report-input.ts';

interface Row {
  readonly metric: string;
  readonly byVariant: ReadonlyMap<string, string>;
}

/** Variants side by side: their headline values in this window, and how challengers stand over all windows. */
export function Variants({
  input,
  glossary,
}: {
  readonly input: ReportInput;
  readonly glossary: Glossary;
}) {
  const { result, comparisons, metrics } = input;
  const headline = new Set(metrics.filter(({ headline }) => headline).map(({ name }) => name));
  const own = result.measurements.filter(
    (one) =>
      one.variant !== null &&
      one.segment === null &&
      one.column === null &&
      headline.has(one.metric) &&
      one.value !== null,
  );
  const names = [...new Set(own.flatMap(({ variant }) => variant ?? []))];
  if (names.length < 2 && comparisons.length === 0) return null;
  const rows: Row[] = [...new Set(own.map(({ metric }) => metric))].map((metric) => ({
    metric,
    byVariant: new Map(
      own
        .filter((one) => one.metric === metric)
        .map(({ variant, value, low, high }) => {
          const unit = glossary.unit(metric);
          const interval = showInterval(low, high, unit);
          return [variant ?? '', `${showNumber(value, unit)}${interval ? ` (${interval})` : ''}`];
        }),
    ),
  }));
  return (
    <section id="variants" aria-labelledby="h-variants">
      <h2 id="h-variants">Variants side by side</h2>
      {comparisons.map((one) => (
        <ComparisonCard key={one.challenger} comparison={one} glossary={glossary} />
      ))}
      {rows.length > 0 && names.length > 1 && (
        <>
          <h4>In this window, with 95 % intervals</h4>
          <div class="scroll">
            <table class="full" aria-label="Variants in this window">
              <thead>
                <tr>
                  <th>metric</th>
                  {names.map((name) => (
                    <th class="n" key={name}>
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map(({ metric, byVariant }) => (
                  <tr key={metric}>
                    <td>
                      <glossary.Term name={metric} />
                    </td>
                    {names.map((name) => (
                      <td class="n" key={name}>
                        {byVariant.get(name) ?? '–'}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}

function ComparisonCard({
  comparison,
  glossary,
}: {
  readonly comparison: Comparison;
  readonly glossary: Glossary;
}) {
  const { champion, challenger, windows, since, until, decision, reason, metrics } = comparison;
  return (
    <article class="card">
      <div class="head">
        <h3>
          {challenger} beside the champion {champion}: {decision}
        </h3>
        <span class="aside">
          {windows} windows, {showTime(since)} to {showTime(until)}, as of the last run
        </span>
      </div>
      <p>{reason}</p>
      <div class="scroll">
        <table class="full stack" aria-label={`${challenger} beside ${champion}`}>
          <thead>
            <tr>
              <th>metric</th>
              <th class="n">{champion}</th>
              <th class="n">{challenger}</th>
              <th class="n">difference</th>
              <th class="n">always-valid interval</th>
              <th class="n">margin</th>
              <th>so</th>
            </tr>
          </thead>
          <tbody>
            {metrics.map((one) => (
              <tr key={one.metric}>
                <td>
                  <glossary.Term name={one.metric} />
                </td>
                <td class="n" data-th={champion}>
                  {showNumber(one.champion, one.unit)}
                </td>
                <td class="n" data-th={challenger}>
                  {showNumber(one.challenger, one.unit)}
                </td>
                <td class="n" data-th="difference">
                  <b>{showNumber(one.difference, one.unit)}</b>
                </td>
                <td class="n soft" data-th="interval">
                  {showInterval(one.low, one.high, one.unit)}
                </td>
                <td class="n soft" data-th="margin">
                  {showNumber(one.margin, one.unit)}
                </td>
                <td>{one.verdict}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </article>
  );
}
