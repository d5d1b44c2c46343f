import { columnQuantile } from './column-quantile.ts';

export const quantileP99 = columnQuantile(99);
