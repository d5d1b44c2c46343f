import { ConfigError } from '../errors.ts';

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** Milliseconds of a duration such as `15m`, `1h`, `1d` or `2w`. @throws ConfigError for any other text. */
export function parseDuration(text: string): number {
  const match = /^(\d+)([mhdw])$/.exec(text);
  const count = Number(match?.[1]);
  if (!match || count < 1) {
    throw new ConfigError(
      `"${text}" is not a duration: write a whole number and m, h, d or w, as in 1d`,
    );
  }
  return count * UNITS[match[2] as keyof typeof UNITS];
}

/** Milliseconds between two runs of `rate(1 hour)`. @throws ConfigError for any other text. */
export function parseRate(text: string): number {
  const match = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(text);
  const count = Number(match?.[1]);
  if (!match || count < 1) {
    throw new ConfigError(`"${text}" is not a rate: write it as in rate(1 hour) or rate(30 days)`);
  }
  return (
    count * { minute: UNITS.m, hour: UNITS.h, day: UNITS.d }[match[2] as 'minute' | 'hour' | 'day']
  );
}
