import { columnQuantile } from './column-quantile.ts';

export const quantileP50 = columnQuantile(50);
