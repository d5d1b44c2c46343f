import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { TableRange } from '../../pipeline/ports.ts';

/** The ends of at most `segments` stretches that follow each other from `from` to `to`, in milliseconds; none if that is empty. */
export function cutTime({ from, to, segments }: TableRange): [number, number][] {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  if (!(start < end)) return [];
  const within = Array.from({ length: segments - 1 }, (_, i) =>
    wholeSecond(start + ((end - start) * (i + 1)) / segments),
  ).filter((cut) => cut > start && cut < end);
  const cuts = [...new Set([start, ...within])];
  return cuts.map((cut, i) => [cut, cuts[i + 1] ?? end]);
}

/**
 * An instant as the sort key holds it.
 *
 * As text it is the shortest that all texts of the instant begin with, without zone or zeros of a second: those of any precision sort
 * at or after it, and those of earlier instants before it.
 */
export function timeKey(format: TableRange['timeFormat'], instant: number): AttributeValue {
  if (format === 'iso') return { S: new Date(instant).toISOString().replace(/(\.000)?Z$/, '') };
  return { N: String(format === 's' ? instant / 1000 : instant) };
}

/** Whether a sort key is that instant: numbers may be written with zeros at the end. */
export function sameKey(a: AttributeValue | undefined, b: AttributeValue): boolean {
  if (b.N === undefined) return a?.S === b.S;
  return a?.N !== undefined && trimmed(a.N) === trimmed(b.N);
}

function trimmed(number: string): string {
  return number.includes('.') ? number.replace(/\.?0+$/, '') : number;
}

function wholeSecond(instant: number): number {
  return Math.floor(instant / 1000) * 1000;
}
