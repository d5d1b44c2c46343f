import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fault, Hit, Operation } from './injector.ts';
import type { Place } from './place.ts';
import { type Rehearsed, rehearse, suffer } from './rehearsal.ts';

const ALL = process.env.FAULTS === 'all';
/** `npm run test:faults` tries one point in so many: all of them take half an hour. `FAULTS_EVERY=1` does. */
const EVERY = Number(process.env.FAULTS_EVERY ?? 4);

export interface Points {
  readonly open: () => Promise<Place>;
  /** Which faults each operation suffers, one a run. */
  readonly faults: (operation: Operation, index: number) => readonly Fault[];
  /** `npm test` tries one in so many, or none; `npm run test:faults` tries more. */
  readonly sample: number | null;
}

/** A run with one fault, finished, must leave behind what it leaves without: for every point where a fault can be. */
export function everyPoint(name: string, { open, faults, sample }: Points): void {
  describe.runIf(ALL || sample !== null)(name, () => {
    let place: Place;
    let rehearsed: Rehearsed[];
    beforeAll(async () => {
      place = await open();
      rehearsed = await rehearse(place);
    }, 180_000);
    afterAll(() => place?.remove());

    it('leaves the same bytes whatever one operation suffers', async () => {
      const points = rehearsed.flatMap((run) =>
        run.operations
          .flatMap((operation, i) =>
            faults(operation, i).map((fault): Hit => ({ name: operation.name, fault })),
          )
          .map((hit) => ({ run, hit })),
      );
      const stride = ALL ? EVERY : (sample ?? EVERY);
      const tried = points.filter((_, i) => i % stride === stride - 1 || stride === 1);
      for (const { run, hit } of tried) {
        const after = await suffer(place, run, hit);
        expect
          .soft(after, `${run.scheduled.run} run: ${hit.fault}: ${hit.name}`)
          .toEqual(run.after);
      }
      console.log(`${name}: ${tried.length} of ${points.length} fault points tried`);
    }, 900_000);

    it('has all in it that may go wrong', () => {
      const told = rehearsed.at(-1)?.after.audited.join('\n') ?? '';
      for (const what of ['opened', 'resolved', 'withdrawn', 'asked']) expect(told).toContain(what);
      const keys = Object.keys(rehearsed.at(-1)?.after.objects ?? {}).join('\n');
      expect(keys).toMatch(/rejected\/tiny\/predictions-\w+\.jsonl/);
      expect(keys).toMatch(/rejected\/tiny\/labels-\w+-unmatched\.jsonl/);
      const items = Object.keys(rehearsed.at(-1)?.after.items ?? {});
      expect(items).toContain('compacted');
      expect(items.filter((sk) => /^(due|open)#/.test(sk))).toEqual([]);
      expect(rehearsed.flatMap(({ after }) => after.faults)).toEqual([]);
    });
  });
}
