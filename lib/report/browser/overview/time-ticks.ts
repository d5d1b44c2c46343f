const DAY_MS = 86_400_000;
const MONDAY = 4 * DAY_MS;
/** Steps of days, counted from a Monday; longer ones are of months, counted from a January. */
const DAYS = [1, 2, 7, 14];
const MONTHS = [1, 2, 3, 6, 12, 24, 60, 120, 240];

const DAY_LABEL = { day: 'numeric', month: 'short', year: '2-digit' } as const;
const MONTH_LABEL = { month: 'short', year: 'numeric' } as const;

export interface Tick {
  /** Epoch ms, midnight UTC. */
  readonly at: number;
  readonly label: string;
}

/** Evenly spaced days from `from` up to `to` (epoch ms), at most so many, as coarse as that needs. */
export function timeTicks(from: number, to: number, most: number): Tick[] {
  for (const days of DAYS) {
    const step = days * DAY_MS;
    const first = Math.ceil((from - MONDAY) / step) * step + MONDAY;
    const found = instants((i) => first + i * step, from, to, most);
    if (found.length <= most) return found.map((at) => tick(at, DAY_LABEL));
  }
  const year = new Date(from).getUTCFullYear();
  for (const months of MONTHS) {
    // From a year that the step divides, so that all pages have the same ones.
    const first = months < 12 ? year : Math.floor(year / (months / 12)) * (months / 12);
    const found = instants((i) => Date.UTC(first, i * months), from, to, most);
    if (found.length <= most) return found.map((at) => tick(at, MONTH_LABEL));
  }
  return [];
}

/** Those within, and one more than `most` where there are more. */
function instants(nth: (i: number) => number, from: number, to: number, most: number): number[] {
  const found: number[] = [];
  for (let i = 0; nth(i) < to && found.length <= most; i++) if (nth(i) >= from) found.push(nth(i));
  return found;
}

function tick(at: number, parts: Intl.DateTimeFormatOptions): Tick {
  return { at, label: new Date(at).toLocaleDateString('en-GB', { ...parts, timeZone: 'UTC' }) };
}
