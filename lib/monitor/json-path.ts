/** Where a value lies in a JSON text: the path to a list of rows, and the one within a row. */
export interface JsonPath {
  /** Steps to the list whose elements are the rows; null where the row is all there is. */
  readonly rows: readonly Step[] | null;
  /** Steps from a row to the value; empty: the row itself. */
  readonly value: readonly Step[];
}

/** A key of an object, or a place in a list, from 0. */
export type Step = string | number;

const STEP = /^(?:\.?([A-Za-z_][\w-]*)|\.?"((?:[^"\\]|\\.)+)"|\[(\d+|\*)\])/;

/**
 * Reads a path such as `instances[*].features`, `predictions[*].score`, `scores[0]` or `"odd name"`: the part of JMESPath that
 * points at a place. @throws Error that says what can't be read.
 */
export function parseJsonPath(text: string): JsonPath {
  const steps: (Step | '*')[] = [];
  const stars: number[] = [];
  let rest = text.trim();
  while (rest !== '') {
    const match = STEP.exec(rest);
    const dotted = rest.startsWith('.');
    if (!match || dotted !== (steps.length > 0 && match[3] === undefined))
      throw new Error(
        `can't be read at "${rest}": write keys, [*] and places, as in instances[*].features`,
      );
    if (match[3] === '*') stars.push(steps.length);
    steps.push(match[3] === '*' ? '*' : stepOf(match));
    rest = rest.slice(match[0].length);
  }
  if (steps.length === 0) throw new Error('is empty');
  if (stars.length > 1) throw new Error('has more than one [*]: one list holds the rows');
  const [star] = stars;
  if (star === undefined) return { rows: null, value: steps };
  return { rows: steps.slice(0, star), value: steps.slice(star + 1) };
}

function stepOf([, word, quoted, place]: RegExpExecArray): Step {
  if (place !== undefined) return Number(place);
  return word ?? JSON.parse(`"${quoted}"`);
}

/** The same path as the engine's JSON functions take it, below `$`. */
export function enginePath(steps: readonly Step[]): string {
  return steps.map((step) => (typeof step === 'number' ? `[${step}]` : `."${step}"`)).join('');
}
