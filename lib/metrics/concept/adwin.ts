import { adwin as detector } from '../../stats/detectors/adwin.ts';
import { detections } from '../../stats/detectors/detector.ts';
import { detectorMetric } from './detector-metric.ts';

export const adwin = detectorMetric({
  name: 'adwin',
  description:
    'Changes of the error share, either way, that adaptive windowing finds within the window.',
  formula:
    'delta 0.002, clock 1, of the block’s misses beyond the baseline’s share, in standard deviations of the baseline’s blocks',
  source: 'river.drift.ADWIN, on blocks instead of rows',
  leastBlocks: 5,
  find: (stream) =>
    detections(
      detector({ clock: 1 }),
      stream.map(({ excess }) => excess),
    ),
});
