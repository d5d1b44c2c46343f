import Table from 'cli-table3';
import { format } from '../judge/describe-finding.ts';
import type { Metric } from '../metrics/metric.ts';
import { printable } from '../printable.ts';
import type { Measurement, WindowResult } from '../results.ts';
import { comparedWithText } from './compared-with-text.ts';
import { windowVariantsText } from './window-variants-text.ts';
import { worstSlicesText } from './worst-slices-text.ts';

const PLAIN = { style: { head: [], border: [], compact: true } };

/** A window's report as plain text: the verdict, the findings, then every measurement of the whole and of each slice. */
export function windowText(result: WindowResult, metrics: readonly Metric[]): string {
  const units = new Map(metrics.map(({ name, unit }) => [name, unit]));
  const alerts = result.findings.filter(({ severity }) => severity === 'alert');
  const verdict =
    alerts.length > 0
      ? `${alerts.length} alerts`
      : result.findings.length > 0
        ? 'warnings only'
        : 'nothing found';
  const worst = result.worst ? worstSlicesText(result.worst) : [];
  const lines = [
    `${result.monitor}, window ${result.window.start} to ${result.window.end}: ${verdict}`,
    `${result.rows} rows, ${result.labelled} labelled, ${result.rejected} rejected; ${comparedWithText(result)}`,
    ...Object.entries(result.rejections).map(([reason, count]) => `  rejected ${count}: ${reason}`),
    '',
    ...result.findings.map(
      ({ severity, message }) => `${severity.toUpperCase().padEnd(7)} ${printable(message)}`,
    ),
    ...(result.findings.length > 0 ? [''] : []),
    ...worst.map(printable),
    ...(worst.length > 0 ? [''] : []),
    ...windowVariantsText(result.variants, units),
    ...sliceTables(result.measurements, units, result.compared_with ? 'reference' : 'baseline'),
  ];
  return `${lines.join('\n')}\n`;
}

type Units = ReadonlyMap<string, Metric['unit']>;

function sliceTables(measurements: readonly Measurement[], units: Units, beside: string): string[] {
  const slices = new Map<string, Measurement[]>();
  for (const measurement of measurements) {
    const { segment, variant } = measurement;
    const name = [
      segment ?? (variant === null ? 'all rows' : null),
      variant && `variant ${variant}`,
    ]
      .filter(Boolean)
      .join(', ');
    slices.set(name, [...(slices.get(name) ?? []), measurement]);
  }
  return [...slices].flatMap(([name, rows]) => [
    printable(name),
    sliceTable(rows, units, beside),
    '',
  ]);
}

/** A metric that the monitor file no longer defines has no unit. */
function sliceTable(measurements: readonly Measurement[], units: Units, beside: string): string {
  const table = new Table({
    head: ['column', 'metric', 'value', '95 % interval', beside, 'limit', 'status'],
    ...PLAIN,
  });
  for (const {
    metric,
    column,
    value,
    low,
    high,
    reference,
    threshold,
    status,
    reason,
  } of measurements) {
    const show = (number: number | null | undefined) =>
      number === null || number === undefined
        ? ''
        : format(number, { unit: units.get(metric) ?? 'none' });
    const interval = low === null || high === null ? '' : `${show(low)} to ${show(high)}`;
    const limit = [
      threshold?.min !== undefined && `>= ${show(threshold.min)}`,
      threshold?.max !== undefined && `<= ${show(threshold.max)}`,
    ];
    table.push([
      printable(column ?? ''),
      metric,
      show(value),
      interval,
      show(reference),
      limit.filter(Boolean).join(', '),
      printable(reason ? `${status}: ${reason}` : status),
    ]);
  }
  return table.toString();
}
