/** What a metric is about. `estimated_performance` is without labels, `custom` the user's own. */
export const FAMILIES = [
  'drift',
  'concept_drift',
  'quality',
  'performance',
  'estimated_performance',
  'fairness',
  'operations',
  'custom',
] as const;

export type Family = (typeof FAMILIES)[number];
