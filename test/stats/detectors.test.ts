import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { adwin } from '../../lib/stats/detectors/adwin.ts';
import { type Block, rowBlocks } from '../../lib/stats/detectors/block.ts';
import { ddm } from '../../lib/stats/detectors/ddm.ts';
import {
  type Detector,
  type DetectorState,
  detections,
} from '../../lib/stats/detectors/detector.ts';
import { eddm } from '../../lib/stats/detectors/eddm.ts';
import { kswin } from '../../lib/stats/detectors/kswin.ts';
import { pageHinkley } from '../../lib/stats/detectors/page-hinkley.ts';
import { equalSamplesSurvival, largestDifference } from '../../lib/stats/detectors/two-samples.ts';
import { GOLDEN, goldenIsMissing } from '../golden/golden-data.ts';
import { pythonSampler } from '../support/python-random.ts';

type Options = Readonly<Record<string, number | string>>;

/** Where a detector finds change in a stream, and where it starts or goes on warning. */
function run(name: string, options: Options, stream: readonly number[]) {
  const ours = camelCase(options);
  if (name === 'ddm') return flags(ddm(ours), rowBlocks(stream));
  if (name === 'eddm')
    return flags(
      eddm({ ...ours, warmMisses: Number(options.warm_start ?? 30) }),
      rowBlocks(stream),
    );
  if (name === 'adwin') return flags(adwin(ours), stream);
  if (name === 'kswin') return flags(kswin(ours), stream);
  return flags(pageHinkley(ours), stream);
}

function flags<
  State extends DetectorState & { readonly warning?: boolean },
  X extends number | Block,
>(detector: Detector<State, X>, stream: readonly X[]) {
  const warnings: number[] = [];
  const watched: Detector<State, readonly [number, X]> = {
    start: detector.start,
    update: (state, [i, x]) => {
      const next = detector.update(state, x);
      if (next.warning) warnings.push(i);
      return next;
    },
  };
  return { drifts: detections(watched, [...stream.entries()]), warnings };
}

function camelCase(options: Options): Record<string, never> {
  const name = (key: string) =>
    key.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(
    Object.entries(options).map(([key, value]) => [name(key), value as never]),
  );
}

interface Table {
  streams: { name: string; values: number[] }[];
  cases: {
    stream: string;
    detector: string;
    options: Options;
    drifts: number[];
    warnings: number[];
  }[];
  survival: { size: number; distance: number; p: number }[];
}
const table = JSON.parse(
  readFileSync(new URL('../golden/detections.json', import.meta.url), 'utf8'),
) as Table;

describe('detectors find what river 0.26.1 finds', () => {
  test.each(table.cases)('$detector $options in $stream', (expected) => {
    const stream = table.streams.find(({ name }) => name === expected.stream)?.values ?? [];
    const { drifts, warnings } = run(expected.detector, expected.options, stream);
    expect(drifts).toEqual(expected.drifts);
    expect(warnings).toEqual(expected.warnings);
  });
});

interface Published {
  stream: string;
  detector: string;
  params: Options;
  kind: 'drift' | 'warning';
  recomputed: number[];
}
const NAMES: Readonly<Record<string, string>> = {
  ADWIN: 'adwin',
  DDM: 'ddm',
  EDDM: 'eddm',
  KSWIN: 'kswin',
  PageHinkley: 'page_hinkley',
};

describe.skipIf(goldenIsMissing && !process.env.CI)(
  "detectors find what river's own docs print",
  () => {
    const read = (file: string) =>
      JSON.parse(readFileSync(path.join(GOLDEN, 'streams', file), 'utf8'));
    const { cases } = (
      goldenIsMissing && !process.env.CI ? { cases: [] } : read('expected_detections.json')
    ) as {
      cases: Published[];
    };
    // PageHinkleyClassic is the one-sided version that river no longer has; the two-sided one is documented.
    const ours = cases.filter(({ detector }) => detector in NAMES);

    test('every case of the five is run', () => expect(ours).toHaveLength(13));

    test.each(ours)(
      '$detector $params $kind in $stream',
      ({ stream, detector, params, kind, recomputed }) => {
        const { data } = read('streams.json')[stream] as { data: number[] };
        if (detector === 'KSWIN') {
          const sampler = pythonSampler(Number(params.seed));
          const sample = (from: number, size: number) => sampler(from, size);
          expect(flags(kswin({ alpha: Number(params.alpha), sample }), data).drifts).toEqual(
            recomputed,
          );
          return;
        }
        const { drifts, warnings } = run(NAMES[detector] ?? '', params, data);
        // river's docs print the first warning after each drift.
        const first = warnings.filter(
          (at, i) =>
            i === 0 || drifts.some((drift) => drift > (warnings[i - 1] ?? 0) && drift < at),
        );
        expect(kind === 'drift' ? drifts : first).toEqual(recomputed);
      },
    );
  },
);

test.each(table.survival)('two samples of $size, $distance apart', ({ size, distance, p }) => {
  expect(Math.abs(equalSamplesSurvival(distance, size) - p)).toBeLessThanOrEqual(1e-10 * p);
});

test('the distance of two samples with ties', () => {
  expect(largestDifference([0, 0, 1, 1], [0, 1, 1, 1])).toBe(0.25);
  expect(largestDifference([1, 2], [3, 4])).toBe(1);
  expect(largestDifference([5, 5], [5, 5])).toBe(0);
});
