import { detections } from '../../stats/detectors/detector.ts';
import { kswin as detector } from '../../stats/detectors/kswin.ts';
import { detectorMetric } from './detector-metric.ts';

/** With river's 0.005 a calm day of 1,440 blocks would go off several times. */
const ALPHA = 1e-5;

export const kswin = detectorMetric({
  name: 'kswin',
  description:
    'Changes of the distribution of errors, either way, that Kolmogorov-Smirnov windowing finds within the window.',
  formula:
    'alpha 0.00001, the last 30 blocks against 30 spread evenly over the 70 before, of the block’s misses beyond the baseline’s share, in standard deviations',
  source: 'river.drift.KSWIN, on blocks instead of rows; river draws the 30 at random',
  leastBlocks: 20,
  find: (stream) =>
    detections(
      detector({ alpha: ALPHA }),
      stream.map(({ excess }) => excess),
    ),
});
