import type { Monitor } from '../monitor/schema.ts';
import type { ComparedWith, Finding, Measurement, WindowResult } from '../results.ts';
import { windowBudget } from './budget.ts';
import { calibratedVerdicts, checksOf } from './calibrate.ts';
import { describeFinding } from './describe-finding.ts';
import { judgeByLimits } from './judge-by-limits.ts';
import type { Measured } from './measured.ts';
import { referenceName } from './reference-name.ts';
import type { Variation } from './variation.ts';
import type { Verdict } from './verdict.ts';
import { windowEvidence } from './window-evidence.ts';

/** Holds every value of one window against its limits. Pure: the same values and settings give the same verdicts. */
export function judgeWindow(
  measured: readonly Measured[],
  monitor: Monitor,
  variation: Variation = {},
  compared?: ComparedWith,
): Pick<WindowResult, 'measurements' | 'findings' | 'evidence'> {
  const findings: Finding[] = [];
  const budget = windowBudget(monitor);
  const checks = budget === null ? [] : checksOf(measured, monitor, variation);
  const calibrated = budget === null ? [] : calibratedVerdicts(measured, checks, budget);
  const measurements = measured.map((one, i) => {
    const { metric, place, value } = one;
    const verdict = weightier(calibrated[i] ?? null, judgeByLimits(one, monitor));
    const measurement: Measurement = {
      metric: metric.name,
      ...place,
      value: value.value,
      low: value.low ?? null,
      high: value.high ?? null,
      reference: value.reference,
      ...(value.chance !== undefined && { chance: value.chance }),
      ...(verdict.p !== undefined && { p: verdict.p }),
      threshold: verdict.threshold,
      status: verdict.status,
      ...(one.coverage !== undefined && { coverage: one.coverage }),
      ...(verdict.reason !== undefined && { reason: verdict.reason }),
      ...(value.note !== undefined && { note: value.note }),
    };
    if (
      (verdict.status === 'warning' || verdict.status === 'alert') &&
      verdict.threshold &&
      value.value !== null
    ) {
      const finding = {
        metric: metric.name,
        ...place,
        kind: metric.family,
        severity: verdict.status,
        value: value.value,
        reference: value.reference,
        ...(verdict.p !== undefined && { p: verdict.p }),
        threshold: verdict.threshold,
      };
      const beside = referenceName(compared, metric);
      findings.push({ ...finding, message: describeFinding(finding, metric, one.note, beside) });
    }
    return measurement;
  });
  const evidence = budget !== null && { evidence: windowEvidence(measured, checks, budget) };
  return { measurements, findings, ...evidence };
}

const WEIGHT = { insufficient: 0, ok: 1, warning: 2, alert: 3 } as const;

/** A calibrated verdict takes the place of the metric's default; absolute limits of the monitor file hold beside it. */
function weightier(calibrated: Verdict | null, byLimits: Verdict): Verdict {
  if (!calibrated) return byLimits;
  const { p } = calibrated;
  const named = byLimits.threshold?.source === 'monitor';
  return named && WEIGHT[byLimits.status] > WEIGHT[calibrated.status]
    ? { ...byLimits, ...(p !== undefined && { p }) }
    : calibrated;
}
