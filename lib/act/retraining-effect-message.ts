import type { RetrainingEffect } from '../judge/retraining-effect.ts';
import { printable } from '../printable.ts';
import type { Message } from './message.ts';

/**
 * What people are told of what retraining came to; null where nothing was measured, or no new version came: numbers go back by
 * themselves too, and that the incident is over people know. Event and audit record hold it all the same.
 */
export function composeEffectMessage(
  monitor: string,
  measured: readonly RetrainingEffect[],
): Message | null {
  const effects = measured.filter(({ model }) => model !== null);
  if (effects.length === 0) return null;
  const verdicts = [...new Set(effects.map(({ verdict }) => verdict))];
  const said =
    verdicts.length === 1 && verdicts[0] !== 'unknown' ? verdicts[0] : 'before and after';
  const subject = `${monitor}: retraining ${said}`;
  const lines = effects.map(({ message }) => `- ${printable(message)}`);
  return {
    subject,
    text: `${subject}\n\n${lines.join('\n')}\n`,
    json: { schema: 1, monitor, severity: 'info', retrained: effects },
    attributes: { monitor, severity: 'info', kind: ['performance'] },
  };
}
