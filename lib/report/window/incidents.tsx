import { nameOf } from '../../act/describe-incident.ts';
import { causesOf, type Incident, type IncidentCause } from '../../judge/incident.ts';
import { alertPolicy } from '../../monitor/alert-policy.ts';
import { showNumber, showTime } from '../page/show-number.ts';
import { StatusMark } from '../page/status.tsx';
import { adviceOn } from './advice.ts';
import type { ReportInput } from './report-input.ts';

const CAUSES = 6;

/** The incidents that hold this window: causes in order, what they mean, what to do. */
export function Incidents({ input }: { readonly input: ReportInput }) {
  const { incidents, result, monitor } = input;
  const { outputs = [] } = alertPolicy(monitor);
  if (incidents.length === 0)
    return result.findings.length > 0 ? (
      <p class="lead">
        No incident is open for this window: an incident needs {monitor.alerts.confirm} windows
        beyond an alert limit.
      </p>
    ) : null;
  return (
    <section id="incidents" aria-labelledby="h-incidents">
      <h2 id="h-incidents">
        {incidents.length === 1 ? 'The incident' : `${incidents.length} incidents`}
      </h2>
      {incidents.map((incident) => (
        <OneIncident key={incident.id} incident={incident} outputs={outputs} />
      ))}
    </section>
  );
}

function OneIncident({
  incident,
  outputs,
}: {
  readonly incident: Incident;
  readonly outputs: readonly string[];
}) {
  const { id, onset, last, resolved, reopened, severity = 'alert' } = incident;
  const causes = causesOf(incident).map((cause) => ({ ...cause, ...adviceOn(cause, outputs) }));
  const more = causes.length - CAUSES;
  return (
    <article class={`card ${resolved === null ? severity : ''}`}>
      <div class="head">
        <h3>{nameOf(incident)}</h3>
        {resolved === null ? (
          <StatusMark
            status={severity}
            word={severity === 'alert' ? 'Open' : 'Open, warnings only'}
          />
        ) : (
          <StatusMark status="ok" word={`Resolved, from ${showTime(resolved)}`} />
        )}
        <span class="aside">
          since {showTime(onset)}
          {last !== onset && `, last seen ${showTime(last)}`}
          {reopened !== undefined && `, came back ${reopened === 1 ? 'once' : `${reopened} times`}`}
        </span>
      </div>
      <ol>
        {causes.slice(0, CAUSES).map((cause, i) => (
          <Cause key={cause.cause} cause={cause} isTold={isToldBefore(causes, i)} />
        ))}
      </ol>
      {more > 0 && <p class="soft small">and {more} more causes</p>}
      <p class="small soft">
        The whole trail, from this incident to its inputs:{' '}
        <code>driftwatch explain &lt;workspace&gt; '{id}'</code>
      </p>
    </article>
  );
}

interface AdvisedCause extends IncidentCause {
  readonly means: string;
  readonly act: string;
}

/** Whether a cause above it has the same advice. */
function isToldBefore(causes: readonly AdvisedCause[], at: number): boolean {
  return causes.slice(0, at).some(({ act }) => act === causes[at]?.act);
}

function Cause({ cause, isTold }: { readonly cause: AdvisedCause; readonly isTold: boolean }) {
  const { worst, share, resolved, role, segment, means, act } = cause;
  return (
    <li>
      <b>{cause.cause}</b>{' '}
      <span class="soft">({cause.kinds.map((kind) => kind.replaceAll('_', ' ')).join(', ')})</span>
      {role && <>: {role}</>}
      {share !== null && <>; explains {showNumber(share, 'share')} of the performance loss</>}
      {resolved !== null && (
        <span class="soft"> – back within its limits from {showTime(resolved)}</span>
      )}
      <br />
      {worst.message}
      {cause.found > 1 && (
        <span class="soft">
          {' '}
          ({cause.found - 1} more finding{cause.found === 2 ? '' : 's'})
        </span>
      )}
      {segment && !worst.message.includes(segment) && (
        <span class="soft">; mostly where {segment}</span>
      )}
      {!isTold && (
        <div>
          <span class="soft">{means}</span>{' '}
          {resolved === null && (
            <>
              <b>Do:</b> {act}
            </>
          )}
        </div>
      )}
    </li>
  );
}
