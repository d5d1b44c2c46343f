import { ConfigError } from '../errors.ts';
import type { Task } from '../monitor/schema.ts';
import type { Outcome } from './outcome.ts';
import type { FeatureStatistics, Statistics } from './statistics-file.ts';

/**
 * The column of the data set that the model predicts: the one that was named, or the first, where Model Monitor looks for what
 * the endpoint answers. Null where `none` was named.
 *
 * @throws ConfigError for a name that the statistics lack
 */
export function targetOf(
  { features }: Statistics,
  named: string | undefined,
  file: string,
): string | null {
  if (named === 'none') return null;
  if (named === undefined) return features[0]?.name ?? null;
  if (features.some(({ name }) => name === named)) return named;
  throw new ConfigError(
    `${file} has no feature ${named}; it has ${features.map(({ name }) => name).join(', ')}. Write --target none where it holds no target`,
  );
}

/** What the model does: as it was said, as the limits of its quality say, or as its target's values tell. */
export function taskOf(
  { features }: Statistics,
  target: string | null,
  named: Task | undefined,
  agreed: Task | undefined,
): { readonly task: Task; readonly outcome: Outcome } {
  if (named && agreed && named !== agreed)
    throw new ConfigError(
      `--task is ${named}, and the model quality's constraints are of ${agreed}`,
    );
  const task = named ?? agreed ?? inferred(features.find(({ name }) => name === target));
  const guessed = named === undefined && agreed === undefined;
  const otherwise = [
    ...(guessed ? [`the task is taken for ${task}; --task says otherwise`] : []),
    ...(target === null
      ? []
      : [
          `${target}, which Model Monitor compares with what the endpoint answers, is taken for the truth (columns.label), and the answers are ${task === 'binary' ? 'columns.score' : 'columns.prediction'}. Their drift is judged once the data set has a column of that name; --target says otherwise`,
        ]),
  ];
  return { task, outcome: { kept: [], otherwise, lost: [] } };
}

function inferred(target: FeatureStatistics | undefined): Task {
  if (!target?.numerical_statistics) return target?.string_statistics ? 'multiclass' : 'regression';
  const { min = 0, max = 2 } = target.numerical_statistics;
  return min >= 0 && max <= 1 ? 'binary' : 'regression';
}
