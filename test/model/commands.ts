import fc from 'fast-check';
import { expect } from 'vitest';
import type { Death } from './crashing-ports.ts';
import type { Content, Label, Prediction } from './files.ts';
import { FAULTS } from './files.ts';
import type { World } from './world.ts';

/** A row as it is drawn; a scene says which id, day and hour its numbers stand for. */
export interface DrawnRow extends Omit<Prediction, 'id' | 'time'> {
  readonly id: number;
  readonly day: number;
  readonly hour: number;
}
export interface DrawnLabel extends Omit<Label, 'id'> {
  readonly id: number;
}

/** What the commands take place in. */
export interface Scene {
  readonly world: World;
  predictions(drawn: readonly DrawnRow[]): Prediction[];
  labels(drawn: readonly DrawnLabel[]): Label[];
  /** Whether an object that lies there may come again. */
  mayComeAgain(key: string): boolean;
  step(hours: number): Promise<void>;
  /** Holds after every run that ended. */
  check(): Promise<void>;
}

type Command = fc.AsyncCommand<object, Scene>;

function command(name: string, run: (scene: Scene) => Promise<void>): Command {
  return { check: () => true, run: (_, scene) => run(scene), toString: () => name };
}

const IDS = 12;
const row: fc.Arbitrary<DrawnRow> = fc.record({
  id: fc.nat(IDS - 1),
  day: fc.nat(2),
  hour: fc.nat(11),
  x: fc.option(fc.integer({ min: -5, max: 5 }), { freq: 4 }),
  city: fc.constantFrom('a', 'b'),
  predicted: fc.constantFrom(0, 1),
  fault: fc.option(fc.constantFrom(...FAULTS), { freq: 1 }).map((fault) => fault),
});
const sound = row.map((one) => ({ ...one, fault: null }));
/** At least one of them can be used: what holds none is no log. */
const rows = fc
  .tuple(sound, fc.array(fc.oneof({ weight: 3, arbitrary: sound }, row), { maxLength: 6 }))
  .map(([first, others]): DrawnRow[] => [...others, first]);
const labels = fc.array(
  fc.record({
    id: fc.nat(IDS + 3),
    label: fc.option(fc.constantFrom(0, 1), { freq: 8 }),
  }),
  { minLength: 1, maxLength: 8 },
) as fc.Arbitrary<DrawnLabel[]>;
const folder = fc.constantFrom('', 'b/', 'a-', 'ä ');

const dropPredictions = fc.tuple(folder, rows).map(([name, drawn]) =>
  command(`predictions ${name} ${JSON.stringify(drawn)}`, async (scene) => {
    await scene.world.drop(newFile(scene, name, { predictions: scene.predictions(drawn) }));
  }),
);
const dropLabels = fc.tuple(folder, labels).map(([name, drawn]) =>
  command(`labels ${name} ${JSON.stringify(drawn)}`, async (scene) => {
    await scene.world.drop(newFile(scene, name, { labels: scene.labels(drawn) }));
  }),
);
const redeliver = fc.nat(99).map((n) =>
  command(`redeliver ${n}`, async (scene) => {
    const content = pick(scene, n);
    if (content) await scene.world.drop(content);
  }),
);
const overwrite = fc.tuple(fc.nat(99), rows, labels).map(([n, drawn, given]) =>
  command(`overwrite ${n} ${JSON.stringify([drawn, given])}`, async (scene) => {
    const content = pick(scene, n);
    if (content?.kind === 'predictions')
      await scene.world.drop({ ...content, predictions: scene.predictions(drawn) });
    if (content?.kind === 'labels')
      await scene.world.drop({ ...content, labels: scene.labels(given) });
  }),
);
const run = fc.constant(0).map(() =>
  command('run', async (scene) => {
    expect((await scene.world.run()).failed).toEqual([]);
    await scene.check();
  }),
);
const runTwice = fc.constant(0).map(() =>
  command('run twice at once', async (scene) => {
    expect(await scene.world.runTwice()).toEqual(['busy', 'done']);
    await scene.check();
  }),
);
/** What dies three times of one object sets it aside: two in a row are the most. */
const crash = fc.record({ at: fc.nat(250), after: fc.boolean() }).map((death: Death) =>
  command(`crash ${JSON.stringify(death)}`, async (scene) => {
    if (scene.world.crashes >= 2) return;
    if (await scene.world.crash(death)) await scene.check();
  }),
);

export const step = (hours: fc.Arbitrary<number>) =>
  hours.map((n) => command(`step ${n} h`, (scene) => scene.step(n)));

export const arrivals: fc.Arbitrary<Command>[] = [
  dropPredictions,
  dropPredictions,
  dropLabels,
  dropLabels,
  redeliver,
  overwrite,
  overwrite,
];
export const runs: fc.Arbitrary<Command>[] = [run, run, runTwice, crash, crash];
export { command };

/** A file of no key that was there; keys of later files may sort before. */
export function newFile(
  { world }: Scene,
  name: string,
  rows: Partial<Pick<Content, 'predictions' | 'labels'>>,
): Content {
  const kind = rows.labels ? 'labels' : 'predictions';
  const key = `${kind}/m/${name}${world.files.size}.${kind === 'labels' ? 'csv' : 'jsonl'}`;
  return { kind, key, predictions: [], labels: [], ...rows };
}

function pick(scene: Scene, n: number): Content | undefined {
  const files = [...scene.world.files.values()].filter(({ key }) => scene.mayComeAgain(key));
  return files[n % files.length];
}

/** Runs until nothing is left to do now. */
export async function runOut(scene: Scene, isIdle: () => Promise<boolean>): Promise<void> {
  for (let left = 5; left > 0; left--) {
    expect((await scene.world.run()).failed).toEqual([]);
    if (await isIdle()) break;
  }
  expect(await isIdle()).toBe(true);
  await scene.check();
}
