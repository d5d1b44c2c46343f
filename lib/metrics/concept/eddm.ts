import { detections } from '../../stats/detectors/detector.ts';
import { eddm as detector } from '../../stats/detectors/eddm.ts';
import { detectorMetric } from './detector-metric.ts';
import { warmRows } from './error-stream.ts';

/** river's 0.9 is within the noise of a thousand rows. */
const OPTIONS = { beta: 0.85 };

export const eddm = detectorMetric({
  name: 'eddm',
  description:
    'Times that errors follow each other more closely, by the early drift detection method, within the window.',
  formula:
    'beta 0.85, warm start three quarters of the baseline, of rows from miss to miss, taken as geometric within a block, the baseline’s rows weighing no more in total than the window’s',
  source: 'river.drift.binary.EDDM, on blocks instead of rows',
  leastBlocks: 5,
  find: (stream, past) =>
    detections(detector({ ...OPTIONS, warmStart: warmRows(stream.slice(0, past)) }), stream),
});
