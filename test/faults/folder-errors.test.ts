import { everyPoint } from './every-point.ts';
import { folderPlace } from './folder-place.ts';

everyPoint('errors over a folder', {
  open: folderPlace,
  faults: ({ kind }, i) => [
    ...(kind === 'read' || i % 2 ? (['error before'] as const) : []),
    // What follows a read's lost answer is what follows a refused one, but for a listing's.
    ...(kind === 'write' ? (['error after'] as const) : []),
  ],
  sample: 45,
});
