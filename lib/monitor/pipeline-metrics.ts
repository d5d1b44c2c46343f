/** What the pipeline publishes of itself, beside metrics: no metric can be called so. */
export const PIPELINE_METRICS = [
  'alerts',
  'warnings',
  'runs',
  'predictions_read',
  'work_left',
] as const;
