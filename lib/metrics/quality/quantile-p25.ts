import { columnQuantile } from './column-quantile.ts';

export const quantileP25 = columnQuantile(25);
