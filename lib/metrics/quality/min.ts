import { columnValue, hasExtent, NO_VALUES } from './column-value.ts';

export const min = columnValue({
  name: 'min',
  description: 'Smallest value.',
  formula: 'min x',
  interval: 'none: the sample does not bound what it has not seen',
  source: 'numpy.min',
  unit: 'none',
  worse: null,
  appliesTo: hasExtent,
  estimate: ({ extent }) => {
    const value = extent?.min ?? null;
    return value === null ? NO_VALUES : { value };
  },
});
