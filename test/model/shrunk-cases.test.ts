import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectUnmatched, isIdle } from './compare.ts';
import type { Content, Label, Prediction } from './files.ts';
import { LongScene } from './long-scene.ts';
import { DAY } from './reference.ts';
import { type Template, template, tinyMonitor } from './tiny-monitor.ts';
import { World } from './world.ts';

const NOON = Date.UTC(2026, 10, 4, 12);
const YESTERDAY = NOON - DAY;
const monitor = tinyMonitor({ lookBack: '3d', wait: '2d' });
let base: Template;
beforeAll(async () => {
  base = await template(monitor);
});
afterAll(() => base.remove());

const at = (time: number, ...ids: string[]): Prediction[] =>
  ids.map((id) => ({ id, time, x: 1, city: 'a', predicted: 1, fault: null }));
const predictions = (name: string, ...rows: Prediction[]): Content => ({
  kind: 'predictions',
  key: `predictions/m/${name}.jsonl`,
  predictions: rows,
  labels: [],
});
const labels = (name: string, ...given: Label[]): Content => ({
  kind: 'labels',
  key: `labels/m/${name}.csv`,
  labels: given,
  predictions: [],
});

/** A sequence that once went wrong, or nearly so, with what the drawn ones need luck to come by. */
class Story {
  private readonly scene: LongScene;

  constructor(readonly world: World) {
    this.scene = new LongScene(world);
  }

  /** Drops a file and runs; every window must be as the reference has it. */
  async runWith(...contents: readonly Content[]): Promise<void> {
    for (const content of contents) await this.world.drop(content);
    await this.world.run();
    await this.scene.check();
  }

  /** Lets days pass with a run after each of them, until nothing is left to do. */
  async pass(...days: readonly number[]): Promise<void> {
    for (const some of days) {
      this.world.now += some * DAY;
      for (let left = 4; left > 0; left--) {
        await this.world.run();
        if (await isIdle(this.world)) break;
      }
      expect(await isIdle(this.world)).toBe(true);
      await this.scene.check();
    }
  }
}

function tell(name: string, story: (story: Story) => Promise<void>): void {
  it(name, async () => {
    const world = new World(monitor, await base.copy(), NOON, true);
    try {
      await story(new Story(world));
    } finally {
      await world.remove();
    }
  });
}

tell('a late prediction for a window whose labels are forgotten', async (story) => {
  await story.runWith(predictions('a', ...at(YESTERDAY, 'p1')));
  await story.runWith(labels('a', { id: 'p1', label: 1 }));
  await story.pass(5, 20, 10, 10);
  await story.runWith(predictions('b', ...at(YESTERDAY, 'late')));
});

tell('a label for a window that is forgotten', async (story) => {
  await story.runWith(predictions('a', ...at(YESTERDAY, 'p1')));
  await story.pass(5, 20, 10, 10);
  await story.runWith(labels('a', { id: 'p1', label: 1 }));
});

tell(
  'a late file that is overwritten when the labels of its window are forgotten',
  async (story) => {
    await story.runWith(predictions('a', ...at(YESTERDAY, 'p1')));
    await story.runWith(labels('a', { id: 'p1', label: 1 }));
    await story.pass(5, 12);
    await story.runWith(predictions('b', ...at(YESTERDAY, 'l1', 'l2')));
    await story.pass(8);
    await story.runWith(predictions('b', ...at(YESTERDAY, 'l1')));
  },
);

tell('a window that loses all its rows to an overwritten file', async (story) => {
  await story.runWith(
    predictions('a', ...at(YESTERDAY, 'p1')),
    labels('a', { id: 'p1', label: 1 }),
  );
  await story.runWith(predictions('a', ...at(YESTERDAY - DAY, 'p1')));
});

tell('unmatched labels that are overwritten after they were reported', async (story) => {
  await story.runWith(labels('a', { id: 'u1', label: 1 }), labels('b', { id: 'u2', label: 1 }));
  await story.pass(3);
  await expectUnmatched(story.world);
  await story.runWith(labels('b', { id: 'u3', label: 1 }));
  await story.pass(3);
  await expectUnmatched(story.world);
});

tell('labels that can not be used, in a file whose neighbour is overwritten', async (story) => {
  await story.runWith(
    labels('a', { id: 'p1', label: 1 }, { id: 'p2', label: null }),
    labels('b', { id: 'p3', label: 1 }),
  );
  await story.runWith(labels('b', { id: 'p1', label: 0 }));
  await story.runWith(predictions('a', ...at(NOON, 'p1')));
  await story.pass(3);
});

tell(
  'labels that a dying run claimed and that are first read when the wait is over',
  async (story) => {
    const { world } = story;
    await world.run();
    await world.drop(labels('a', { id: 'u1', label: 1 }));
    for (let call = 12; world.batches.length === 0; call++)
      await world.crash({ at: call, after: true });
    await story.pass(3);
    await expectUnmatched(world);
  },
);

tell('a label that came with its late prediction and is taken back', async (story) => {
  const old = NOON - 10 * DAY;
  await story.runWith(
    predictions('a', ...at(old, 'late')),
    labels('a', { id: 'p1', label: 0 }),
    labels('b', { id: 'late', label: 1 }),
  );
  await story.runWith(labels('b', { id: 'u1', label: 1 }));
});

tell('a label that came before its prediction and is taken back', async (story) => {
  await story.runWith(labels('a', { id: 'p1', label: 0 }), labels('b', { id: 'p2', label: 1 }));
  await story.runWith(predictions('a', ...at(YESTERDAY, 'p2')));
  await story.runWith(labels('b', { id: 'u1', label: 1 }));
});

it('a file that is overwritten when a run died after it was profiled', async () => {
  for (let call = 30; ; call++) {
    const world = new World(monitor, await base.copy(), NOON, true);
    try {
      await world.drop(predictions('a', ...at(YESTERDAY, 'p1')));
      expect(await world.crash({ at: call, after: true })).toBe(false);
      const profiled = await (await world.open()).workspace.list('profiles/');
      if (profiled.length === 0) continue;
      await new Story(world).runWith(predictions('a', ...at(YESTERDAY, 'p2')));
      break;
    } finally {
      await world.remove();
    }
  }
});
