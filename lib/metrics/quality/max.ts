import { columnValue, hasExtent, NO_VALUES } from './column-value.ts';

export const max = columnValue({
  name: 'max',
  description: 'Largest value.',
  formula: 'max x',
  interval: 'none: the sample does not bound what it has not seen',
  source: 'numpy.max',
  unit: 'none',
  worse: null,
  appliesTo: hasExtent,
  estimate: ({ extent }) => {
    const value = extent?.max ?? null;
    return value === null ? NO_VALUES : { value };
  },
});
