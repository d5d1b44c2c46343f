export type Point = readonly [x: number, y: number];

/** The `d` of a line through the points, broken where one is not known. */
export function linePath(points: readonly (Point | null)[]): string {
  let pen = 'M';
  let path = '';
  for (const point of points) {
    if (point) path += `${pen}${point[0].toFixed(1)} ${point[1].toFixed(1)}`;
    pen = point ? 'L' : 'M';
  }
  return path;
}

/** The `d` of each band between two lines; a point by itself makes none. */
export function bandPaths(
  points: readonly (readonly [x: number, low: number, high: number] | null)[],
): string[] {
  const runs: [number, number, number][][] = [[]];
  for (const point of points) {
    if (point) runs.at(-1)?.push([...point]);
    else runs.push([]);
  }
  return runs
    .filter((run) => run.length > 1)
    .map((run) => {
      const upper = run.map(([x, , high]): Point => [x, high]);
      const lower = run.map(([x, low]): Point => [x, low]).reverse();
      return `${linePath([...upper, ...lower])}Z`;
    });
}
