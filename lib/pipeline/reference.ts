import type { ReferenceOrigin } from '../audit/origin.ts';
import type { Variation } from '../judge/variation.ts';
import { LEAST_WINDOWS } from '../monitor/check-compare.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { Baseline } from '../profile/baseline.ts';
import { emptyProfile, type Slice, withSchema } from '../profile/profile.ts';
import { seasonAt, seasonName } from '../profile/season.ts';
import type { ComparedWith } from '../results.ts';
import { isWhole } from '../whole.ts';
import { type LastWindows, lastWindows } from './last-windows.ts';
import type { Ports } from './ports.ts';
import { readSeason } from './season-files.ts';

/** What a window is held against where the monitor file has `compare`. */
export interface Reference {
  readonly slices: readonly Slice[];
  readonly variation: Variation | undefined;
  readonly comparedWith: ComparedWith;
  readonly origin: ReferenceOrigin;
}

/** The part of the baseline that windows are compared with, before earlier windows take its place. */
interface Base extends Omit<Reference, 'comparedWith' | 'origin'> {
  readonly season: string | null;
  readonly instead: readonly string[];
  readonly digest: string | null;
}

/**
 * Gathers what a window is compared with: a function of the baseline and of the profiles of earlier windows, which the origin names.
 * Undefined where the monitor compares with the whole baseline. Where there is too little of what it names, less is asked for, and
 * `comparedWith` says so.
 */
export async function gatherReference(
  ports: Ports,
  monitor: Monitor,
  start: number,
  reference: { readonly baseline: Baseline; readonly digest: string },
): Promise<Reference | undefined> {
  if (!monitor.compare) return undefined;
  const base = await seasonOfBaseline(ports, monitor, start, reference);
  const origin = { season: base.digest, windows: null };
  const { of } = monitor.compare;
  if (of === 'baseline') return ofBaseline(base, origin);
  const { baseline } = reference;
  const last = await lastWindows(ports, monitor, start, baseline);
  const whole = { ...origin, windows: last.looked };
  if (last.added.length < LEAST_WINDOWS) {
    const { instead } = base;
    return ofBaseline({ ...base, instead: [tooFew(of, last), ...instead] }, whole);
  }
  return {
    slices: besideOutcomes(enoughOf(monitor, last.slices), base.slices),
    variation: widened(base.variation, last.added.length),
    comparedWith: {
      season: seasonOf(monitor, start),
      of,
      rows: rowsOf(last.slices),
      windows: last.added,
      ...(last.leftOut.length > 0 && { left_out: last.leftOut }),
      ...(base.instead.length > 0 && {
        instead: base.instead.map((one) => `of what rests on labels: ${one}`).join('; '),
      }),
    },
    origin: whole,
  };
}

function seasonOf({ compare }: Monitor, start: number): string | null {
  return compare?.season ? seasonName(compare.season, seasonAt(compare.season, start)) : null;
}

async function seasonOfBaseline(
  ports: Ports,
  monitor: Monitor,
  start: number,
  { baseline, digest }: { readonly baseline: Baseline; readonly digest: string },
): Promise<Base> {
  const { slices, variation, version } = baseline;
  const whole = { slices, variation, season: null, digest: null };
  const kind = monitor.compare?.season;
  if (!kind) return { ...whole, instead: [] };
  const season = { kind, number: seasonAt(kind, start) };
  const found = await readSeason(ports, monitor.monitor, version, season, digest);
  if (!found) {
    const reason = `baseline ${version} was not cut by ${kind}: it was not the current one since the monitor file says so, or its data set is not there as it was built`;
    return { ...whole, instead: [reason] };
  }
  const least = monitor.alerts.min_rows;
  if (found.rows < least) {
    const reason = `baseline ${version} has ${found.rows} rows of ${found.name}, fewer than alerts.min_rows of ${least}`;
    return { ...whole, digest: found.digest, instead: [reason] };
  }
  const schema = slices.find(isWhole)?.profile.schema;
  const own = enoughOf(monitor, found.slices);
  return {
    slices: schema ? withSchema(own, schema) : own,
    variation: found.variation,
    season: found.name,
    digest: found.digest,
    instead: [],
  };
}

function ofBaseline(base: Base, origin: ReferenceOrigin): Reference {
  const { slices, variation, season, instead } = base;
  return {
    slices,
    variation,
    comparedWith: {
      season,
      of: 'baseline',
      rows: rowsOf(slices),
      ...(instead.length > 0 && { instead: instead.join('; ') }),
    },
    origin,
  };
}

/** Without segments of which there is too little to compare anything with. */
function enoughOf({ alerts }: Monitor, slices: readonly Slice[]): Slice[] {
  return slices.filter(
    ({ segment, profile }) => segment === null || profile.rows >= alerts.min_rows,
  );
}

/** Earlier windows, with what came of predictions and what files said of their columns as the baseline has it. */
function besideOutcomes(last: readonly Slice[], base: readonly Slice[]): Slice[] {
  const key = ({ segment }: Slice) => segment ?? '';
  const names = new Set([...base, ...last].map(key));
  const [before, now] = [base, last].map((all) => new Map(all.map((one) => [key(one), one])));
  return [...names].map((name) => {
    const known = before?.get(name)?.profile;
    const profile = now?.get(name)?.profile ?? emptyProfile;
    const { outcome = {}, schema } = known ?? {};
    return {
      variant: null,
      segment: name === '' ? null : name,
      profile: { ...profile, outcome, ...(schema && { schema }) },
    };
  });
}

/** A mean over few windows varies itself: by one part in so many of what one of them does. */
function widened(variation: Variation | undefined, windows: number): Variation | undefined {
  return (
    variation &&
    Object.fromEntries(
      Object.entries(variation).map(([key, excess]) => [key, excess * (1 + 1 / windows)]),
    )
  );
}

function tooFew(of: string, { leftOut, looked }: LastWindows): string {
  const count = looked.length === 0 ? 'no' : String(looked.length);
  const windows = looked.length > 1 ? 'windows' : 'window';
  const unlike = leftOut.length > 0 ? ' that are unlike each other' : '';
  return `${of} holds ${count} ${windows}${unlike} with alerts.min_rows rows over this baseline, and ${LEAST_WINDOWS} that agree are needed`;
}

function rowsOf(slices: readonly Slice[]): number {
  return slices.find(isWhole)?.profile.rows ?? 0;
}
