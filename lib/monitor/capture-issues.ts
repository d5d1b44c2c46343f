import type { Monitor } from './schema.ts';

/** What of a monitor's settings of captures can't be as it is. */
export function captureIssues({
  predictions,
  columns,
}: Pick<Monitor, 'predictions' | 'columns'>): { path: string[]; message: string }[] {
  if (predictions.from !== 's3') return [];
  const { format, capture } = predictions;
  const at = (key: string) => ['predictions', 'capture', key];
  const issues: { path: string[]; message: string }[] = [];
  if (capture && format !== 'sagemaker-capture' && format !== 'open-inference')
    issues.push({
      path: ['predictions', 'capture'],
      message: 'only the formats sagemaker-capture and open-inference hold requests and responses',
    });
  if (capture?.inference_attribute !== undefined && columns.prediction === undefined)
    issues.push({
      path: at('inference_attribute'),
      message: 'it becomes the column that columns.prediction names: name one',
    });
  const hasScore = columns.score !== undefined || columns.scores !== undefined;
  if (capture?.probability_attribute !== undefined && !hasScore)
    issues.push({
      path: at('probability_attribute'),
      message: 'it becomes the column that columns.score names: name one',
    });
  if (capture?.probability_attribute !== undefined && columns.scores && !capture.output)
    issues.push({
      path: at('output'),
      message: 'a list of probabilities needs names, one a class, in its order',
    });
  return issues;
}
