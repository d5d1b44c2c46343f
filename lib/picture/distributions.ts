import type { CategoricalColumn, Column, NumericColumn } from '../profile/column.ts';
import type { ColumnSummary } from '../profile/column-statistics.ts';
import type { Profile } from '../profile/profile.ts';
import { total } from '../stats/sums.ts';
import { coarsen } from './coarsen.ts';
import type { CategoryShare, Distribution, Pair } from './picture.ts';
import { toDigits } from './to-digits.ts';

const BINS = 32;
const CATEGORIES = 15;
const NAME_LENGTH = 60;

/** Every column but latency and attributions, in the frame's order. */
export function distributions(
  columns: readonly Column[],
  baseline: Profile,
  current: Profile,
): Distribution[] {
  return columns.flatMap((column): Distribution[] => {
    const { name, role } = column;
    if (role === 'latency' || role === 'attribution') return [];
    const sides: Pair<ColumnSummary> = {
      baseline: baseline.columns[name] ?? null,
      current: current.columns[name] ?? null,
    };
    const head = {
      column: name,
      role,
      missing: { baseline: missing(sides.baseline), current: missing(sides.current) },
    };
    return [
      column.type === 'numeric'
        ? { ...head, type: 'numeric', bins: numeric(column, sides) }
        : { ...head, type: 'categorical', ...categorical(column, sides) },
    ];
  });
}

function missing(summary: ColumnSummary | null): number | null {
  if (!summary?.presence) return null;
  const { values, missing, invalid } = summary.presence;
  const rows = values + missing + invalid;
  return rows > 0 ? toDigits(missing / rows) : null;
}

function numeric({ edges }: NumericColumn, { baseline, current }: Pair<ColumnSummary>) {
  const counts = { baseline: baseline?.histogram ?? null, current: current?.histogram ?? null };
  return coarsen(edges, counts, BINS);
}

function categorical(column: CategoricalColumn, sides: Pair<ColumnSummary>) {
  const baseline = countsOf(column, sides.baseline);
  const current = countsOf(column, sides.current);
  const share = (side: typeof baseline, name: string) =>
    side && side.all > 0 ? (side.counts.get(name) ?? 0) / side.all : null;
  const known = new Set(column.categories);
  const names = [
    ...new Set([...(baseline?.counts.keys() ?? []), ...(current?.counts.keys() ?? [])]),
  ];
  const all = names.map((name) => ({
    name,
    baseline: share(baseline, name),
    current: share(current, name),
    isNew: !known.has(name) && !column.truncated,
  }));
  const size = (one: (typeof all)[number]) => Math.max(one.baseline ?? 0, one.current ?? 0);
  const ordered = all
    .filter((one) => size(one) > 0)
    .sort((a, b) => size(b) - size(a) || (a.name < b.name ? -1 : 1));
  const shown = ordered.slice(0, CATEGORIES);
  // From counts: what is left of shares is never quite 0.
  const rest = (counts: typeof baseline) =>
    counts && counts.all > 0
      ? toDigits(
          (counts.all - total(shown.map(({ name }) => counts.counts.get(name) ?? 0))) / counts.all,
        )
      : null;
  const round = (value: number | null) => (value === null ? null : toDigits(value));
  return {
    categories: shown.map(
      (one): CategoryShare => ({
        name: one.name.length > NAME_LENGTH ? `${one.name.slice(0, NAME_LENGTH - 1)}…` : one.name,
        baseline: round(one.baseline),
        current: round(one.current),
        ...(one.isNew && { new: true }),
      }),
    ),
    other: { baseline: rest(baseline), current: rest(current) },
  };
}

function countsOf(column: CategoricalColumn, summary: ColumnSummary | null) {
  if (!summary?.categories) return null;
  const { known, unknown, unknownRows } = summary.categories;
  const counts = new Map<string, number>(Object.entries(unknown));
  column.categories.forEach((name, i) => {
    counts.set(name, known[i] ?? 0);
  });
  return { counts, all: total(known) + unknownRows };
}
