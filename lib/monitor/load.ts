import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { didYouMean } from '../did-you-mean.ts';
import { ConfigError } from '../errors.ts';
import { METRICS, metricNamed } from '../metrics/registry.ts';
import { allowedKeys } from './allowed-keys.ts';
import { refuseRollout } from './check-rollout.ts';
import { customMetrics } from './custom-metrics.ts';
import { INSUFFICIENT_WINDOWS, PIPELINE_METRICS } from './pipeline-metrics.ts';
import { checkRetrainMetrics } from './retrain-metrics.ts';
import { type Monitor, monitorSchema } from './schema.ts';

/** Every monitor of a folder's *.yaml, by file name. @throws ConfigError for a wrong file, or two of one name. */
export function loadMonitors(folder: string): Monitor[] {
  const files = listYaml(folder);
  const monitors = files.map((file) =>
    parseMonitor(readFileSync(join(folder, file), 'utf8'), file),
  );
  for (const [i, { monitor }] of monitors.entries()) {
    const twin = monitors.findIndex((other) => other.monitor === monitor);
    if (twin < i)
      throw new ConfigError(`${files[i]} and ${files[twin]} both call their monitor ${monitor}`);
  }
  return monitors;
}

/** A monitor from the text of its file. @throws ConfigError with the path of the wrong key. */
export function parseMonitor(text: string, file: string): Monitor {
  const document = parseDocument(text);
  const [syntax] = document.errors;
  if (syntax) throw new ConfigError(`${file}: ${syntax.message}`);
  return checkMonitor(document.toJS(), file);
}

/** A monitor from data. @throws ConfigError with the path of each wrong key, what was found and what is allowed. */
export function checkMonitor(data: unknown, file: string): Monitor {
  const parsed = monitorSchema.safeParse(data);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(
      (issue) => `${file}: ${issue.path.join('.') || 'the file'}: ${explain(issue, data)}`,
    );
    throw new ConfigError(lines.join('\n'));
  }
  const taken = new Set([
    ...METRICS.map(({ name }) => name),
    ...PIPELINE_METRICS,
    INSUFFICIENT_WINDOWS,
  ]);
  for (const metric of Object.keys(parsed.data.metrics)) {
    if (taken.has(metric))
      throw new ConfigError(`${file}: metrics.${metric}: there is a metric of that name already`);
  }
  for (const metric of Object.keys(parsed.data.thresholds)) {
    if (Object.hasOwn(parsed.data.metrics, metric)) refuseChange(parsed.data, metric, file);
    else checkMetric(metric, `${file}: thresholds.${metric}`);
  }
  for (const metric of Object.keys(parsed.data.effects ?? {}))
    if (!Object.hasOwn(parsed.data.metrics, metric))
      checkMetric(metric, `${file}: effects.${metric}`);
  for (const [i, { metrics = [] }] of (parsed.data.alerts.mute ?? []).entries())
    for (const metric of metrics)
      if (metric !== INSUFFICIENT_WINDOWS && !Object.hasOwn(parsed.data.metrics, metric))
        checkMetric(metric, `${file}: alerts.mute.${i}.metrics`);
  checkRetrainMetrics(parsed.data, file);
  refuseRollout(parsed.data, file);
  return parsed.data;
}

function checkMetric(name: string, where: string): void {
  try {
    metricNamed(name);
  } catch (error) {
    throw new ConfigError(`${where}: ${(error as Error).message}`);
  }
}

/** A limit that counts from the baseline would never hold for a metric that has none beside it. */
function refuseChange(monitor: Monitor, name: string, file: string): void {
  const metric = customMetrics(monitor).find((one) => one.name === name);
  const limits = [monitor.thresholds[name] ?? []]
    .flat()
    .flatMap((setting) => [...Object.keys(setting), ...Object.keys(setting.warn ?? {})]);
  const change = limits.find((limit) => limit === 'max_drop' || limit === 'max_rise');
  if (metric && !metric.formula.scaleFree && change)
    throw new ConfigError(
      `${file}: thresholds.${name}: ${change} counts from the baseline, but ${name} grows with the number of rows: limit it by min and max`,
    );
}

function explain(issue: z.core.$ZodIssue, data: unknown): string {
  if (issue.code === 'custom' && issue.params?.hidden === true) return issue.message;
  const found = issue.path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
    data,
  );
  const shown = found === undefined ? 'it is missing' : `found ${JSON.stringify(found)}`;
  if (issue.code === 'unrecognized_keys') {
    const allowed = allowedKeys(issue.path);
    const named = issue.keys.map((key) => `${key}${didYouMean(key, allowed)}`);
    const others = allowed.length > 0 ? `; there are ${allowed.join(', ')}` : '';
    return `unknown key ${named.join(', ')}${others}`;
  }
  if (issue.code === 'invalid_union' && 'options' in issue) {
    const options = (issue.options as unknown[]).filter((option) => option !== undefined);
    return `expected one of ${options.join(', ')} (${shown})`;
  }
  return `${issue.message} (${shown})`;
}

function listYaml(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((file) => /\.ya?ml$/.test(file))
      .sort();
  } catch {
    throw new ConfigError(`there is no folder ${folder}`);
  }
}
