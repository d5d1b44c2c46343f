import { showNumber, showTime } from '../page/show-number.ts';
import type { ReportInput } from './report-input.ts';

const OBJECTS = 3;
const DIGITS = 12;

/** What was read, rejected and decided, and how to check it. */
export function Trail({ input }: { readonly input: ReportInput }) {
  const { monitor, result, record, retraining, shards, places } = input;
  const name = monitor.monitor;
  const origin = record?.summary.origin;
  return (
    <section id="trail" aria-labelledby="h-trail">
      <h2 id="h-trail">What was read, rejected and decided</h2>
      {shards.length > 0 ? (
        <div class="scroll">
          <table class="full stack" aria-label="What was read">
            <thead>
              <tr>
                <th>read</th>
                <th class="n">rows</th>
                <th class="n">rejected</th>
                <th class="n">tries</th>
                <th>shard</th>
              </tr>
            </thead>
            <tbody>
              {shards.map(({ id, objects, ranges, rows, rejected, tries, without, kept }) => (
                <tr key={id}>
                  <td>
                    {objects.slice(0, OBJECTS).map(({ key }) => (
                      <div key={key}>
                        <code>{key}</code>
                      </div>
                    ))}
                    {objects.length > OBJECTS && (
                      <div class="soft small">and {objects.length - OBJECTS} more objects</div>
                    )}
                    {ranges.map(({ table, from, to }) => (
                      <div key={from}>
                        table {table}, {showTime(from)} to {showTime(to)}
                      </div>
                    ))}
                    {without.length > 0 && (
                      <div class="soft small">without {without.length} objects that came anew</div>
                    )}
                    {kept && <div class="soft small">{kept}</div>}
                  </td>
                  <td class="n" data-th="rows">
                    {showNumber(rows, 'count')}
                  </td>
                  <td class="n" data-th="rejected">
                    {showNumber(
                      Object.values(rejected).reduce((a, b) => a + b, 0),
                      'count',
                    )}
                  </td>
                  <td class="n" data-th="tries">
                    {tries}
                  </td>
                  <td data-th="shard">
                    <code>{id.slice(0, DIGITS + 12)}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <p class="soft">
          The table no longer names the inputs of this window; the audit records do.
        </p>
      )}
      <ul>
        {record && (
          <li>
            Predictions came from {showTime(record.came.first)} to {showTime(record.came.last)}, and
            were measured last at {showTime(record.measured)}.
          </li>
        )}
        <li>
          Judged {result.measurements.length} values:{' '}
          {result.findings.filter(({ severity }) => severity === 'alert').length} alerts,{' '}
          {result.findings.filter(({ severity }) => severity === 'warning').length} warnings,{' '}
          {result.measurements.filter(({ status }) => status === 'insufficient').length} with too
          little to say.
        </li>
        <li>{retrainingSaid(input)}</li>
        {retraining?.past && retraining.past.length > 0 && (
          <li>{retraining.past.length} retraining requests are over.</li>
        )}
        {origin && (
          <li>
            Made by code <code>{origin.code.version}</code>, configuration{' '}
            <code>{origin.configuration.slice(0, DIGITS)}</code>, baseline {result.baseline}{' '}
            <code>{origin.baseline.digest.slice(0, DIGITS)}</code>, {origin.profiles.count} profiles{' '}
            <code>{origin.profiles.digest.slice(0, DIGITS)}</code>; the result's SHA-256 begins with{' '}
            <code>{record.summary.digest.slice(0, DIGITS)}</code>.
          </li>
        )}
        <li>
          Every measurement of every segment: <code>{places.result}</code>
        </li>
        <li>
          The records, each chained to the one before it: <code>{places.audit}</code>
        </li>
      </ul>
      <pre>{`driftwatch audit verify <workspace> ${name}`}</pre>
    </section>
  );
}

function retrainingSaid({ retraining, monitor }: ReportInput): string {
  if (!monitor.retrain) return 'The monitor asks for no retraining.';
  if (retraining?.awaiting)
    return 'A retraining request waits for approval (`driftwatch approve`).';
  if (retraining?.pending) return 'A retraining request is about to be sent.';
  return retraining?.last
    ? `Retraining was asked for last at ${showTime(retraining.last)}.`
    : 'Retraining was never asked for.';
}
