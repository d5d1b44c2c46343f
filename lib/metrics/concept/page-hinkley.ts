import { detections } from '../../stats/detectors/detector.ts';
import { pageHinkley as detector } from '../../stats/detectors/page-hinkley.ts';
import { detectorMetric } from './detector-metric.ts';

/** In standard deviations of a block: a steady rise by one is found after some 27 blocks, by three after 8. */
const OPTIONS = { delta: 0.25, threshold: 20, mode: 'up' } as const;

export const pageHinkley = detectorMetric({
  name: 'page_hinkley',
  description: 'Rises of the error share that the Page-Hinkley test finds within the window.',
  formula:
    'delta 0.25, threshold 20, mode up, of the block’s misses beyond the baseline’s share, in standard deviations of the baseline’s blocks',
  source: 'river.drift.PageHinkley, on blocks instead of rows',
  leastBlocks: 5,
  find: (stream) =>
    detections(
      detector(OPTIONS),
      stream.map(({ excess }) => excess),
    ),
});
