import type { Comparison } from '../judge/compare-variants.ts';
import { describe } from '../judge/decide-rollout.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { RolloutOutcome } from '../pipeline/roll-out.ts';
import { printable } from '../printable.ts';
import { crossValidationText } from './cross-validation-text.ts';
import type { Message } from './message.ts';

/**
 * What people are told of a rollout: decisions that changed, and promotions. Null where there is neither, or all that is new is
 * that a challenger is being watched.
 *
 * `before` is what was told of a challenger before, null where nothing was.
 */
export function composeVariantMessage(
  monitor: Monitor,
  outcome: RolloutOutcome,
  before: (comparison: Comparison) => Comparison | null,
): Message | null {
  const name = monitor.monitor;
  const { promotions } = outcome;
  const worthTelling = outcome.changed.filter(
    (one) => one.decision !== 'keep watching' || before(one)?.champion === one.champion,
  );
  if (worthTelling.length + promotions.length === 0) return null;
  const verdicts = [
    ...promotions.map(({ variant }) => `${variant} is promoted`),
    ...worthTelling
      .filter(({ challenger }) => promotions.every(({ variant }) => variant !== challenger))
      .map(({ challenger, decision }) => `${decision} ${challenger}`),
  ];
  const subject = printable(
    `${name}: ${verdicts.slice(0, 3).join(', ')}${verdicts.length > 3 ? ` and ${verdicts.length - 3} more` : ''}`,
  );
  const sections = [
    ...worthTelling.map((one) => describeDecision(one, before(one), monitor, outcome)),
    ...promotions.map(({ variant, over, at, by }) => {
      const version = outcome.declared.filter((one) => one.variant === variant).at(-1)?.version;
      const baseline = version
        ? `baseline ${version} counts for what is read from now on, and earlier results keep theirs`
        : 'it brings no baseline of its own, and the one in use stays';
      return [
        `${variant} took the place of ${over} at ${at}${by === 'person' ? ', by hand' : ''}: ${baseline}.`,
      ];
    }),
  ];
  return {
    subject,
    text: `${subject}\n\n${sections.map((lines) => lines.map(printable).join('\n')).join('\n\n')}\n`,
    json: {
      schema: 1,
      monitor: name,
      severity: 'info',
      champion: outcome.champion,
      decisions: worthTelling,
      promotions,
      declared: outcome.declared,
    },
    attributes: { monitor: name, severity: 'info', kind: ['performance'] },
  };
}

function describeDecision(
  comparison: Comparison,
  before: Comparison | null,
  { monitor, rollout }: Monitor,
  { declared }: RolloutOutcome,
): string[] {
  const { champion, challenger, decision, reason, windows, since, until } = comparison;
  const turned =
    before?.champion === champion && before.decision !== 'keep watching'
      ? [`Corrected data: it was ${before.decision} before.`]
      : [];
  const command =
    decision === 'promote' && rollout?.promote === 'manual'
      ? [`Nothing changes before: driftwatch promote <workspace> ${monitor} ${challenger}`]
      : [];
  return [
    `${challenger} beside ${champion}: ${decision}. ${reason}.`,
    ...turned,
    `From ${windows} windows, ${since} to ${until}; the intervals hold at every look.`,
    ...comparison.metrics.map((one) => `- ${describe(one)}: ${one.verdict}`),
    ...crossValidationText(comparison, declared),
    ...command,
  ];
}
