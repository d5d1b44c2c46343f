import { ddm as detector } from '../../stats/detectors/ddm.ts';
import { detections } from '../../stats/detectors/detector.ts';
import { detectorMetric } from './detector-metric.ts';
import { warmRows } from './error-stream.ts';

export const ddm = detectorMetric({
  name: 'ddm',
  description: 'Rises of the error share that the drift detection method finds within the window.',
  formula:
    'drift threshold 3, warm start three quarters of the baseline, of rows and misses summed up to the end of every block, the baseline’s rows weighing no more in total than the window’s',
  source: 'river.drift.binary.DDM, looking at the end of blocks instead of every row',
  leastBlocks: 5,
  find: (stream, past) =>
    detections(detector({ warmStart: warmRows(stream.slice(0, past)) }), stream),
});
