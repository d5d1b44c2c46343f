import { nameOf } from '../../act/describe-incident.ts';
import type { Measurement } from '../../results.ts';
import { isWhole } from '../../whole.ts';
import type { Glossary } from '../page/glossary.tsx';
import { showLimit, showNumber, showTime } from '../page/show-number.ts';
import { StatusMark, worstStatus } from '../page/status.tsx';
import { byUrgency, checksOf } from './checks.ts';
import type { ReportInput } from './report-input.ts';

/** The verdict in one sentence, in plain text. */
export function verdictOf({ result, incidents }: ReportInput, glossary: Glossary): string {
  const checks = checksOf(result).filter(({ status }) => status !== 'insufficient');
  // What predictions came to matters more than what moved.
  const isPerformance = ({ metric }: Measurement) => glossary.of(metric)?.family === 'performance';
  const of = (status: Measurement['status']) =>
    checks
      .filter((one) => one.status === status)
      .sort(
        (a, b) =>
          Number(isWhole(b)) - Number(isWhole(a)) ||
          Number(isPerformance(b)) - Number(isPerformance(a)) ||
          byUrgency(a, b),
      );
  const [alerts, warnings] = [of('alert'), of('warning')];
  const [open, ...others] = incidents.filter(({ resolved }) => resolved === null);
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  const incident = open ? ` Open incident: ${nameOf(open)}${more}.` : '';
  if (checks.length === 0)
    return 'Nothing can be said: there is too little to judge in this window.';
  const total = `${showNumber(checks.length, 'count')} check${checks.length === 1 ? '' : 's'}`;
  if (alerts.length > 0) return `Look now: ${worstOf(alerts, total, glossary)}.${incident}`;
  if (warnings.length > 0)
    return `No alert, a warning: ${worstOf(warnings, total, glossary)}.${incident}`;
  return `All is well: ${checks.length === 1 ? 'the one check is' : `all ${total} are`} within limits.${incident}`;
}

/** `missing_share of origin is 30 % (at most 5 %); 2 of 44 checks are beyond their limits` */
function worstOf(found: readonly Measurement[], total: string, { unit }: Glossary): string {
  const [first] = found;
  if (!first) return '';
  const { metric, column, segment, variant, value, threshold } = first;
  const where = [
    column && ` of ${column}`,
    segment && ` where ${segment}`,
    variant && ` of variant ${variant}`,
  ];
  const worst = `${metric}${where.filter(Boolean).join('')} is ${showNumber(value, unit(metric))} (${showLimit(threshold, unit(metric))})`;
  return `${worst}; ${found.length} of ${total} ${found.length === 1 ? 'is' : 'are'} beyond ${found.length === 1 ? 'its limit' : 'their limits'}`;
}

export function Verdict({
  input,
  glossary,
}: {
  readonly input: ReportInput;
  readonly glossary: Glossary;
}) {
  const { result } = input;
  const { window, rows, labelled, rejected, baseline, revision, as_of } = result;
  const status = worstStatus(checksOf(result).map((one) => one.status));
  return (
    <section aria-label="Verdict">
      <p style="margin-top:22px">
        <StatusMark status={status} word={status === 'ok' ? 'All within limits' : undefined} />
      </p>
      <h1>{verdictOf(input, glossary)}</h1>
      <dl class="facts">
        <div>
          <dt>Window, UTC</dt>
          <dd>
            {showTime(window.start)}
            <small>to {showTime(window.end)}</small>
          </dd>
        </div>
        <div>
          <dt>Predictions</dt>
          <dd>
            {showNumber(rows, 'count')}
            <small>{showNumber(rejected, 'count')} rejected</small>
          </dd>
        </div>
        <div>
          <dt>Labelled so far</dt>
          <dd>
            {rows > 0 ? showNumber(labelled / rows, 'share') : '–'}
            <small>{showNumber(labelled, 'count')} outcomes known</small>
          </dd>
        </div>
        <div>
          <dt>Compared with</dt>
          <dd>
            {baseline}
            <small>the frozen baseline</small>
          </dd>
        </div>
        <div>
          <dt>Revision</dt>
          <dd>
            {revision}
            <small>as of {showTime(as_of)}</small>
          </dd>
        </div>
      </dl>
    </section>
  );
}
