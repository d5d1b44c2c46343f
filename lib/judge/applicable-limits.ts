import type { Monitor, ThresholdSetting } from '../monitor/schema.ts';
import type { AppliedThreshold } from '../results.ts';
import { type Limits, resolveLimits } from './limits.ts';
import type { Measured } from './measured.ts';

export interface SeverityLimits {
  readonly severity: 'warning' | 'alert';
  readonly threshold: AppliedThreshold;
}

/** The absolute limits that hold for a value: the monitor file's for its metric and place where it has any, else the metric's own. */
export function applicableLimits(measured: Measured, monitor: Monitor): SeverityLimits[] {
  const { metric, value } = measured;
  const matching = settingsAt(monitor.thresholds[metric.name], measured);
  const chosen: readonly ThresholdSetting[] =
    matching.length > 0 ? matching : metric.defaultThreshold ? [metric.defaultThreshold] : [];
  const source = matching.length > 0 ? 'monitor' : 'default';
  return chosen
    .filter(({ off }) => !off)
    .flatMap((setting) => [
      ...limitsOf('alert', resolveLimits(setting, value.reference), source),
      ...limitsOf(
        'warning',
        setting.warn ? resolveLimits(setting.warn, value.reference) : null,
        source,
      ),
    ]);
}

/** The least effect that is a warning and the least that is an alert; none where the metric is not calibrated. */
export function leastEffects(
  measured: Measured,
  monitor: Monitor,
): { readonly warning: Limits | null; readonly alert: Limits | null } {
  const { metric, value } = measured;
  const [named] = settingsAt(monitor.effects?.[metric.name], measured);
  const silenced = settingsAt(monitor.thresholds[metric.name], measured).some(({ off }) => off);
  const setting = named ?? metric.leastEffect ?? metric.defaultThreshold;
  if (!setting || silenced || setting.off) return { warning: null, alert: null };
  return {
    alert: resolveLimits(setting, value.reference),
    warning: setting.warn ? resolveLimits(setting.warn, value.reference) : null,
  };
}

function settingsAt(
  settings: ThresholdSetting | readonly ThresholdSetting[] | undefined,
  { place }: Measured,
): ThresholdSetting[] {
  return [settings ?? []]
    .flat()
    .filter(
      ({ columns, segments }) =>
        (columns === undefined || (place.column !== null && columns.includes(place.column))) &&
        (segments === undefined || (place.segment !== null && segments.includes(place.segment))),
    );
}

function limitsOf(
  severity: 'warning' | 'alert',
  limits: Limits | null,
  source: AppliedThreshold['source'],
): SeverityLimits[] {
  return limits ? [{ severity, threshold: { ...limits, source } }] : [];
}
