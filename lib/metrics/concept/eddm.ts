import { detections } from '../../stats/detectors/detector.ts';
import { eddm as detector } from '../../stats/detectors/eddm.ts';
import { detectorMetric } from './detector-metric.ts';

/** river's 0.95 and 0.9 are within the noise of a thousand rows. */
const OPTIONS = { alpha: 0.9, beta: 0.8 };

export const eddm = detectorMetric({
  name: 'eddm',
  description:
    'Times that errors follow each other more closely, by the early drift detection method, within the window.',
  formula:
    'beta 0.8, warm start half of the baseline, of rows from miss to miss, taken as geometric within a block, the baseline’s rows weighing no more in total than the window’s',
  source: 'river.drift.binary.EDDM, on blocks instead of rows',
  leastBlocks: 5,
  find: (stream, past) => {
    const rows = stream.slice(0, past).reduce((sum, block) => sum + block.weight * block.rows, 0);
    return detections(detector({ ...OPTIONS, warmStart: rows / 2 }), stream);
  },
});
