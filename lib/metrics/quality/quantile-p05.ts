import { columnQuantile } from './column-quantile.ts';

export const quantileP05 = columnQuantile(5);
