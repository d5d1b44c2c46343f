import { columnQuantile } from './column-quantile.ts';

export const quantileP75 = columnQuantile(75);
