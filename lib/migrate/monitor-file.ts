import { Document } from 'yaml';
import { parseMonitor } from '../monitor/load.ts';
import type { Task, ThresholdSetting } from '../monitor/schema.ts';
import type { Constraints, FeatureConstraints } from './constraints-file.ts';
import type { Thresholds } from './data-quality.ts';
import type { Outcome } from './outcome.ts';

interface Place {
  readonly bucket?: string;
  readonly prefix?: string;
}

/** What a migrated monitor is made of. */
export interface Migrated {
  readonly monitor: string;
  readonly task: Task;
  readonly constraints: Constraints;
  /** The column of the data set that the model predicts; null where it has none. */
  readonly target: string | null;
  readonly thresholds: Thresholds;
  readonly facets: readonly string[];
  readonly outcome: Outcome;
  /** Where they lie, if not in the workspace. */
  readonly captures: Place;
  readonly groundTruth: Place;
  readonly endpoint?: string | undefined;
  readonly schedule?: string | undefined;
}

/** The column that an endpoint's answers become, by task. */
const ANSWERS: Readonly<Record<Task, { readonly column: string; readonly key: string }>> = {
  binary: { column: 'score', key: 'score' },
  multiclass: { column: 'prediction', key: 'prediction' },
  regression: { column: 'prediction', key: 'prediction' },
};

/** The text of the monitor file: what was agreed, and as comments what became otherwise and what is lost. */
export function writeMonitorFile(migrated: Migrated): string {
  const { monitor, task, target, endpoint, schedule, outcome } = migrated;
  const watched = migrated.constraints.features.filter(
    ({ name, inferred_type }) => name !== target && inferred_type !== 'Unknown',
  );
  const input = migrated.constraints.features
    .map(({ name }) => name)
    .filter((name) => name !== target);
  const answer = ANSWERS[task];
  const document = new Document({
    monitor,
    task,
    schedule: 'rate(1 hour)',
    window: '1d',
    columns: {
      id: 'eventId',
      timestamp: 'inferenceTime',
      [answer.key]: answer.column,
      ...(target !== null && { label: target }),
      variant: 'variantName',
      features: Object.fromEntries(
        watched.map(({ name, inferred_type }) => [
          name,
          inferred_type === 'String' ? 'categorical' : 'numeric',
        ]),
      ),
    },
    predictions: {
      from: 's3',
      format: 'sagemaker-capture',
      ...migrated.captures,
      capture: { input, output: [answer.column] },
    },
    ...(target !== null && {
      labels: {
        from: 's3',
        format: 'sagemaker-ground-truth',
        ...migrated.groundTruth,
        wait: '30d',
      },
    }),
    ...(migrated.facets.length > 0 && { fairness: { facets: migrated.facets } }),
    thresholds: Object.fromEntries(
      Object.entries(migrated.thresholds).map(([metric, settings]) => [
        metric,
        brief(settings, metric, watched),
      ]),
    ),
    ...((endpoint !== undefined || schedule !== undefined) && {
      sagemaker: {
        ...(endpoint !== undefined && { endpoint }),
        ...(schedule !== undefined && { schedule }),
        violations: true,
        metrics: migrated.constraints.monitoring_config?.emit_metrics !== 'Disabled',
      },
    }),
  });
  document.commentBefore = [
    ' What SageMaker Model Monitor was told to watch, as Driftwatch watches it. docs/monitor-file.md has every key.',
    ...told('Kept in another way:', outcome.otherwise),
    ...told('Not kept:', outcome.lost),
  ].join('\n');
  const text = document.toString({ lineWidth: 0 });
  parseMonitor(text, `${monitor}.yaml`);
  return text;
}

function told(title: string, sentences: readonly string[]): string[] {
  if (sentences.length === 0) return [];
  return ['', ` ${title}`, ...sentences.flatMap((sentence) => wrapped(` - ${sentence}`))];
}

/** Lines of at most 110 characters; whatever a name holds stays a comment. */
function wrapped(sentence: string): string[] {
  const lines: string[] = [];
  for (const word of sentence.replaceAll(/\p{C}+/gu, ' ').split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 110) lines.push(`${lines.pop()} ${word}`);
    else lines.push(last === undefined ? word : `   ${word}`);
  }
  return lines;
}

/** Of what types of columns a metric is measured; absent: of all. */
const TYPES: Readonly<Record<string, 'text' | 'number'>> = {
  invalid_share: 'number',
  negative_share: 'number',
  kolmogorov_smirnov: 'number',
  new_category_share: 'text',
  l_infinity: 'text',
};

/** One limit for every feature that has the metric needs no names: then it is one of the answers, too. */
function brief(
  settings: readonly ThresholdSetting[],
  metric: string,
  watched: readonly FeatureConstraints[],
): ThresholdSetting | readonly ThresholdSetting[] {
  const [first, ...more] = settings;
  if (!first || more.length > 0) return settings;
  const { columns, ...limits } = first;
  const measured = watched.filter(
    ({ inferred_type }) =>
      TYPES[metric] === undefined || (TYPES[metric] === 'text') === (inferred_type === 'String'),
  );
  const isWhole = columns !== undefined && measured.every(({ name }) => columns.includes(name));
  return isWhole ? limits : first;
}
