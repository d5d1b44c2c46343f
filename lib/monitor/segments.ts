import type { Monitor } from './schema.ts';

/** One way to cut a log's rows into segments. */
export interface SegmentDefinition {
  /** The columns' names, joined by ` & `. */
  readonly name: string;
  readonly columns: readonly string[];
  /** Into how many bins, or at which values, a numeric column is cut; null where each value is a segment. */
  readonly bins: number | readonly number[] | null;
}

/** Every way in which the monitor cuts its rows: what the file lists, and what its fairness section needs beside that. */
export function segmentDefinitions({ columns, fairness }: Monitor): SegmentDefinition[] {
  const listed = columns.segments.map((segment): SegmentDefinition => {
    if (typeof segment === 'string') return define([segment]);
    return 'column' in segment ? define([segment.column], segment.bins) : define(segment.columns);
  });
  const { facets = [], given } = fairness ?? {};
  const needed = [
    ...facets.map((facet) => define([facet])),
    ...(given === undefined ? [] : facets.map((facet) => define([facet, given]))),
  ];
  const names = new Set(listed.map(({ name }) => name));
  return [...listed, ...needed.filter(({ name }) => !names.has(name))];
}

/** The log's columns that segments are cut by, each once. */
export function segmentColumns(monitor: Monitor): string[] {
  return [...new Set(segmentDefinitions(monitor).flatMap(({ columns }) => columns))];
}

/** The columns of which a segment, as in `country=DE & device=tv`, has one value alone. */
export function fixedColumns(monitor: Monitor, segment: string): string[] {
  return segmentDefinitions(monitor)
    .filter(({ columns: [first, ...others], bins }) => {
      const isPooled = segment.endsWith('=(other)');
      const isCut =
        segment.startsWith(`${first}=`) && others.every((one) => segment.includes(` & ${one}=`));
      return bins === null && isCut && !isPooled;
    })
    .flatMap(({ columns }) => columns);
}

function define(
  columns: readonly string[],
  bins: SegmentDefinition['bins'] = null,
): SegmentDefinition {
  return { name: columns.join(' & '), columns, bins };
}
