import { everyPoint } from './every-point.ts';
import { folderPlace } from './folder-place.ts';

// A death before a read is one before the next write: what is there is the same.
everyPoint('deaths and duplicates over a folder', {
  open: folderPlace,
  faults: ({ kind }, i) => (kind === 'write' ? ['kill', 'duplicate'] : i % 5 ? [] : ['kill']),
  sample: null,
});
