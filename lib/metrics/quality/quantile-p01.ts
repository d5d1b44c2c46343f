import { columnQuantile } from './column-quantile.ts';

export const quantileP01 = columnQuantile(1);
