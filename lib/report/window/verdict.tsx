import { nameOf } from '../../act/describe-incident.ts';
import type { Measurement } from '../../results.ts';
import { showNumber, showTime } from '../page/show-number.ts';
import { StatusMark, worstStatus } from '../page/status.tsx';
import { checksOf } from './checks.ts';
import type { ReportInput } from './report-input.ts';

const NAMED = 3;

/** The verdict in one sentence, in plain text. */
export function verdictOf({ result, incidents }: ReportInput): string {
  const checks = checksOf(result).filter(({ status }) => status !== 'insufficient');
  const of = (status: Measurement['status']) => checks.filter((one) => one.status === status);
  const [alerts, warnings] = [of('alert'), of('warning')];
  const open = incidents.filter(({ resolved }) => resolved === null);
  const incident =
    open[0] &&
    ` Open incident: ${nameOf(open[0])}${open.length > 1 ? ` and ${open.length - 1} more` : ''}.`;
  const total = `${showNumber(checks.length, 'count')} check${checks.length === 1 ? '' : 's'}`;
  if (checks.length === 0)
    return 'Nothing can be said: there is too little to judge in this window.';
  if (alerts.length > 0)
    return `Look now: ${alerts.length} of ${total} ${alerts.length === 1 ? 'is' : 'are'} beyond an alert limit (${namesOf(alerts)}).${incident ?? ''}`;
  if (warnings.length > 0)
    return `No alert; ${warnings.length} of ${total} ${warnings.length === 1 ? 'is' : 'are'} beyond a warning limit (${namesOf(warnings)}).${incident ?? ''}`;
  return `All is well: ${checks.length === 1 ? 'the one check is' : `all ${total} are`} within limits.${incident ?? ''}`;
}

function namesOf(measurements: readonly Measurement[]): string {
  const names = [...new Set(measurements.map(({ column, metric }) => column ?? metric))];
  const more = names.length - NAMED;
  return `${names.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

export function Verdict({ input }: { readonly input: ReportInput }) {
  const { result } = input;
  const { window, rows, labelled, rejected, baseline, revision, as_of } = result;
  const status = worstStatus(checksOf(result).map((one) => one.status));
  return (
    <section aria-label="Verdict">
      <p style="margin-top:22px">
        <StatusMark status={status} word={status === 'ok' ? 'All within limits' : undefined} />
      </p>
      <h1>{verdictOf(input)}</h1>
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
