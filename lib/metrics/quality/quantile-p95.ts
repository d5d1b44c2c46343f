import { columnQuantile } from './column-quantile.ts';

export const quantileP95 = columnQuantile(95);
