import Table from 'cli-table3';
import { crossValidationText } from '../act/cross-validation-text.ts';
import type { Comparison } from '../judge/compare-variants.ts';
import { format } from '../judge/describe-finding.ts';
import type { DeclaredVariant } from '../pipeline/declared-variants.ts';
import { printable } from '../printable.ts';

const PLAIN = { style: { head: [], border: [], compact: true } };

/** A challenger beside the champion, as lines of plain text: the decision, then a table of the metrics. */
export function comparisonText(
  comparison: Comparison,
  declared: readonly DeclaredVariant[],
): string[] {
  const { champion, challenger, windows, since, until, decision, reason } = comparison;
  return [
    `variant ${printable(challenger)} beside ${printable(champion)}: ${decision.toUpperCase()} (${reason}); ${windows} windows from ${since} to ${until}`,
    comparisonTable(comparison),
    ...crossValidationText(comparison, declared).map(printable),
  ];
}

function comparisonTable({ champion, challenger, metrics }: Comparison): string {
  const table = new Table({
    head: [
      'metric',
      printable(champion),
      printable(challenger),
      'difference',
      'interval',
      'margin',
      'windows',
      'so',
    ],
    ...PLAIN,
  });
  for (const one of metrics) {
    const show = (value: number | null) => (value === null ? '' : format(value, one));
    const interval = one.low === null ? '' : `${show(one.low)} to ${show(one.high)}`;
    table.push([
      one.metric,
      show(one.champion),
      show(one.challenger),
      show(one.difference),
      interval,
      show(one.margin),
      one.windows,
      one.verdict,
    ]);
  }
  return table.toString();
}
