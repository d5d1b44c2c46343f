import type { JudgedWindow } from '../../lib/judge/incidents.ts';
import type { Finding } from '../../lib/results.ts';

/** An alert of psi on a column. */
export function alertOn(column: string, part: Partial<Finding> = {}): Finding {
  return {
    metric: 'psi',
    column,
    segment: null,
    variant: null,
    kind: 'drift',
    severity: 'alert',
    value: 0.4,
    reference: 0,
    threshold: { max: 0.2, source: 'default' },
    message: `${column}: psi is 0.4, above 0.2`,
    ...part,
  };
}

/** An alert of accuracy on the whole. */
export function lossOn(part: Partial<Finding> = {}): Finding {
  return {
    ...alertOn(''),
    metric: 'accuracy',
    column: null,
    kind: 'performance',
    value: 0.6,
    reference: 0.8,
    threshold: { min: 0.75, source: 'default' },
    message: 'accuracy is 60 %, below 75 % (baseline 80 %)',
    ...part,
  };
}

/** Day `n` of November, with the findings given; the columns a and b were judged. */
export function judgedDay(
  n: number,
  findings: readonly Finding[],
  judged = ['column a', 'column b'],
): JudgedWindow {
  return { start: `2026-11-${String(n).padStart(2, '0')}T00:00:00Z`, findings, judged };
}
