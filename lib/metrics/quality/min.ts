import { columnValue, isNumeric, NO_VALUES } from './column-value.ts';

export const min = columnValue({
  name: 'min',
  description: 'Smallest value.',
  unit: 'none',
  worse: null,
  appliesTo: isNumeric,
  estimate: ({ extent }) => {
    const value = extent?.min ?? null;
    return value === null ? NO_VALUES : { value };
  },
});
