import { ConfigError } from '../errors.ts';
import { metricNamed } from '../metrics/registry.ts';
import type { Monitor } from './schema.ts';

/** Holds `retrain.metrics` to metrics that exist and can count. @throws ConfigError */
export function checkRetrainMetrics({ retrain, metrics }: Monitor, file: string): void {
  for (const name of retrain?.metrics ?? []) {
    const family = Object.hasOwn(metrics, name) ? 'custom' : familyOf(name, file);
    if (!retrain?.on.includes(family))
      throw new ConfigError(
        `${file}: retrain.metrics: ${name} is of ${family}, which never counts: name it in retrain.on (found ${retrain?.on.join(', ')})`,
      );
  }
}

function familyOf(name: string, file: string) {
  try {
    return metricNamed(name).family;
  } catch (error) {
    throw new ConfigError(`${file}: retrain.metrics: ${(error as Error).message}`);
  }
}
