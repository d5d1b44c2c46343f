import type { WorstSlice, WorstSlices } from '../judge/worst-slices.ts';

const SHOWN = 3;

/** The segments that stand out, at most three a kind, as lines of plain text; none where nothing does. */
export function worstSlicesText({ performance, drift }: WorstSlices): string[] {
  return [...lines('worst performance', performance), ...lines('most drift', drift)];
}

function lines(title: string, slices: readonly WorstSlice[]): string[] {
  if (slices.length === 0) return [];
  const more = slices.length - SHOWN;
  return [
    ...slices
      .slice(0, SHOWN)
      .map(({ sentence }, i) => `${(i === 0 ? title : '').padEnd(17)}  ${sentence}`),
    ...(more > 0 ? [`${''.padEnd(17)}  and ${more} more`] : []),
  ];
}
