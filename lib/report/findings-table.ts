import Table from 'cli-table3';
import { createColors } from 'picocolors';
import { type Fact, factsOf, valueText } from '../act/facts.ts';
import { shorten } from '../act/wrap-line.ts';
import { beyondLimit } from '../judge/worst-findings.ts';
import { printable } from '../printable.ts';
import type { AppliedThreshold, Finding, Place, WindowResult } from '../results.ts';
import { sparkline } from './sparkline.ts';

const SHOWN = 20;
const NAME_CHARACTERS = 36;
const ALSO_CHARACTERS = 60;

interface Row {
  readonly start: string;
  readonly fact: Fact;
  /** The segments and variants that show the same thing. */
  readonly slices: readonly Fact[];
}

/**
 * What was found, alerts first: a row for each thing that is so, of the newest window that shows it, with its metric's values
 * over the last windows; in colour, those beyond their limit stand out. Empty where nothing was found.
 *
 * `recent` are the windows up to the newest one, by start, null where a window has no result.
 */
export function findingsTable(
  windows: readonly WindowResult[],
  recent: readonly (WindowResult | null)[],
  colours = false,
): string[] {
  const rows = rowsOf(windows);
  if (rows.length === 0) return [];
  const paint = createColors(colours);
  const table = new Table({
    head: ['', 'window', 'where', 'metric', 'last windows', 'value', 'limit', 'also'],
    style: { head: [], border: [], compact: true },
  });
  const known = recent.slice(
    Math.max(
      0,
      recent.findIndex((result) => result !== null),
    ),
  );
  for (const row of rows.slice(0, SHOWN)) {
    const { start, fact } = row;
    const { lead } = fact;
    const colour = lead.severity === 'alert' ? paint.red : paint.yellow;
    table.push([
      colour(lead.severity === 'alert' ? 'ALERT' : 'warning'),
      start.replace(/:00Z$/, 'Z').replace(/T00:00Z$/, ''),
      shorten(printable(whereOf(lead)), NAME_CHARACTERS),
      lead.metric,
      trend(lead, start, known)
        .map(({ bar, isBeyond }) => (isBeyond ? colour(bar) : bar))
        .join(''),
      colour(valueText(lead)),
      limitText(lead),
      shorten(printable(alsoText(row)), ALSO_CHARACTERS),
    ]);
  }
  const more = rows.length - SHOWN;
  return [
    table.toString(),
    ...(more > 0 ? [`... and ${more} more: see results/${windows[0]?.monitor}/`] : []),
  ];
}

/** Newest first, each place once, alerts before warnings. */
function rowsOf(windows: readonly WindowResult[]): Row[] {
  const rows = new Map<string, Row>();
  const newestFirst = [...windows].sort((a, b) => (a.window.start < b.window.start ? 1 : -1));
  for (const { window, findings } of newestFirst)
    for (const row of foldSlices(window.start, factsOf(findings))) {
      const { kind, column, segment, variant, metric } = row.fact.lead;
      const key = JSON.stringify([kind, column, segment, variant, metric]);
      if (!rows.has(key)) rows.set(key, row);
    }
  const all = [...rows.values()];
  const of = (severity: Finding['severity']) =>
    all.filter(({ fact }) => fact.lead.severity === severity);
  return [...of('alert'), ...of('warning')];
}

/** What the whole shows too is told with it, unless the slice is worse off. */
function foldSlices(start: string, facts: readonly Fact[]): Row[] {
  const wholes = facts.filter(({ lead }) => !isSlice(lead));
  const tells = (whole: Fact, slice: Fact) =>
    (['metric', 'kind', 'column'] as const).every(
      (name) => whole.lead[name] === slice.lead[name],
    ) &&
    (whole.lead.severity === 'alert' || slice.lead.severity === 'warning');
  const alone = facts.filter(
    (fact) => isSlice(fact.lead) && !wholes.some((whole) => tells(whole, fact)),
  );
  return [
    ...wholes.map((fact) => ({
      ...{ start, fact },
      slices: facts.filter((one) => isSlice(one.lead) && tells(fact, one)),
    })),
    ...alone.map((fact) => ({ start, fact, slices: [] })),
  ];
}

function isSlice({ segment, variant }: Place): boolean {
  return segment !== null || variant !== null;
}

/** The other metrics that show it, and the slice that shows it most: `wasserstein 12.4; 3 slices, most country=PL (0.732)`. */
function alsoText({ fact: { also }, slices }: Row): string {
  const metrics = also.map((one) => `${one.metric} ${valueText(one)}`).join(', ');
  const [worst] = slices.map(({ lead }) => lead).sort((a, b) => beyondLimit(b) - beyondLimit(a));
  const where = worst && [worst.segment, worst.variant && `variant ${worst.variant}`];
  const most = worst
    ? `${slices.length} slice${slices.length === 1 ? '' : 's'}, most ${where?.filter(Boolean).join(', ')} (${valueText(worst)})`
    : '';
  return [metrics, most].filter(Boolean).join('; ');
}

function whereOf({ column, segment, variant }: Place): string {
  const parts = [column, segment, variant && `variant ${variant}`].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : 'all rows';
}

/** Its metric in the recent windows up to its own. */
function trend(finding: Finding, start: string, recent: readonly (WindowResult | null)[]) {
  const place = (one: Place) =>
    (['metric', 'column', 'segment', 'variant'] as const).every(
      (name) => one[name] === finding[name],
    );
  const upTo = recent.filter((result) => result === null || result.window.start <= start);
  const values = upTo.map((result) => result?.measurements.find(place)?.value ?? null);
  const { min, max } = finding.threshold;
  const limits = [min, max].filter((limit) => limit !== undefined);
  return sparkline(values, limits).map((bar, i) => ({
    bar,
    isBeyond: isBeyond(values[i], finding.threshold),
  }));
}

function isBeyond(value: number | null | undefined, { min, max }: AppliedThreshold): boolean {
  if (value === null || value === undefined) return false;
  return (max !== undefined && value > max) || (min !== undefined && value < min);
}

/** The one that it is beyond: `<= 0.2`. */
function limitText({ metric, value, threshold: { min, max } }: Finding): string {
  if (max !== undefined && value > max) return `<= ${valueText({ metric, value: max })}`;
  return min === undefined ? '' : `>= ${valueText({ metric, value: min })}`;
}
