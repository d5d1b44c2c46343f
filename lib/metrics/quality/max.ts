import { columnValue, isNumeric, NO_VALUES } from './column-value.ts';

export const max = columnValue({
  name: 'max',
  description: 'Largest value.',
  unit: 'none',
  worse: null,
  appliesTo: isNumeric,
  estimate: ({ extent }) => {
    const value = extent?.max ?? null;
    return value === null ? NO_VALUES : { value };
  },
});
