import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cutTime, timeKey } from '../../../lib/adapters/aws/time-key.ts';

const YEAR_3000 = 32_503_680_000_000;
const instant = fc.integer({ min: 0, max: YEAR_3000 });
const iso = (milliseconds: number) => new Date(milliseconds).toISOString();
const cut = (from: number, to: number, segments: number) =>
  cutTime({ from: iso(from), to: iso(to), segments } as Parameters<typeof cutTime>[0]);

it('cuts a stretch of time into parts that follow each other', () => {
  fc.assert(
    fc.property(
      instant,
      fc.integer({ min: 1, max: 1e9 }),
      fc.integer({ min: 1, max: 64 }),
      (from, length, segments) => {
        const parts = cut(from, from + length, segments);
        expect(parts.length).toBeLessThanOrEqual(segments);
        expect(parts[0]?.[0]).toBe(from);
        expect(parts.at(-1)?.[1]).toBe(from + length);
        for (const [i, [start, end]] of parts.entries()) {
          expect(start).toBeLessThan(end);
          if (i > 0) expect(start).toBe(parts[i - 1]?.[1]);
        }
      },
    ),
  );
  expect(cut(0, 86_400_000, 4)).toHaveLength(4);
  expect(cut(5, 5, 4)).toEqual([]);
  expect(cut(6, 5, 4)).toEqual([]);
});

it('texts of an instant and of later ones sort at or after its key, those of earlier ones before', () => {
  const zones = fc.constantFrom('Z', '+00:00', '', '456Z', '999999+00:00');
  fc.assert(
    fc.property(instant, instant, zones, (bound, at, zone) => {
      const key = timeKey('iso', bound).S ?? '';
      expect(iso(at).replace('Z', zone) >= key).toBe(at >= bound);
      const [whole, wholeBound] = [at, bound].map((time) => Math.floor(time / 1000) * 1000);
      const wholeKey = timeKey('iso', wholeBound ?? 0).S ?? '';
      expect(iso(whole ?? 0).replace('.000Z', 'Z') >= wholeKey).toBe(
        (whole ?? 0) >= (wholeBound ?? 0),
      );
    }),
  );
});
