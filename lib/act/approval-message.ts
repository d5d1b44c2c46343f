import type { RetrainingRequest } from '../judge/retraining.ts';
import { printable } from '../printable.ts';
import type { Message } from './message.ts';

/** Asks people whether a retraining may start; `until` (ISO) is when the request lapses. */
export function approvalMessage(request: RetrainingRequest, until: string): Message {
  const { id, monitor, reason, evidence, baseline, to_beat = {}, since, manifest } = request;
  const subject = printable(`Approve ${monitor}: retraining because of ${reason}`);
  const command = `driftwatch approve <workspace> ${monitor} ${id}`;
  const beat = Object.entries(to_beat).map(
    ([metric, value]) => `${metric} ${+value.toPrecision(4)}`,
  );
  const lines = [
    subject,
    '',
    'Nothing starts before someone approves it. To approve, or to reject:',
    `  ${command}`,
    `  ${command} --reject`,
    `It lapses on ${until}, or when its incidents are over.`,
    '',
    'Why:',
    ...(request.checks ?? []).map(({ name, message }) => `- ${name}: ${message}`),
    '',
    `Data: ${since === null ? 'all windows that are remembered' : `windows from ${since} on`}, listed in ${manifest}`,
    `To beat: baseline ${baseline}${beat.length > 0 ? ` (${beat.join(', ')})` : ''}`,
  ];
  const kinds = [...new Set(evidence.flatMap(({ kinds }) => kinds))].sort();
  return {
    subject,
    text: `${lines.map(printable).join('\n')}\n`,
    json: { schema: 1, monitor, severity: 'info', approval: { request, until, command } },
    attributes: { monitor, severity: 'info', kind: kinds },
  };
}
