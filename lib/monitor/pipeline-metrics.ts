/** What the pipeline publishes of itself, beside metrics: no metric can be called so. */
export const PIPELINE_METRICS = [
  'alerts',
  'warnings',
  'runs',
  'predictions_read',
  'work_left',
  'collected',
  'collected_late',
  'collected_again',
  'feedback_collected',
  'halves_missing',
  'halves_aside',
] as const;

/** The metric of the finding that windows in a row could not be judged: no measurement has it, and no metric can be called so. */
export const INSUFFICIENT_WINDOWS = 'insufficient_windows';
