import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { arrivals, runOut, runs, type Scene, step } from './commands.ts';
import {
  expectIncidents,
  expectUnmatched,
  expectWindows,
  isIdle,
  judged,
  readResults,
} from './compare.ts';
import { DAY, rounded } from './reference.ts';
import { inTime, settings, told } from './settings.ts';
import { type Template, template, tinyMonitor } from './tiny-monitor.ts';
import { World } from './world.ts';

const HOUR = 3_600_000;
const FIRST = Date.UTC(2026, 10, 2);
/** Longer than all steps together. */
const monitor = tinyMonitor({ lookBack: '60d', wait: '60d' });
let base: Template;
beforeAll(async () => {
  base = await template(monitor);
});
afterAll(async () => {
  told();
  await base.remove();
});

/** Rows of three days of which the last is not over; ids that predictions and labels share, and some of labels alone. */
function scene(world: World): Scene {
  return {
    world,
    predictions: (drawn) =>
      drawn.map(({ id, day, hour, ...row }) => ({
        ...row,
        id: `p${id}`,
        time: FIRST + day * DAY + hour * HOUR,
      })),
    labels: (drawn) => drawn.map(({ id, label }) => ({ id: id < 12 ? `p${id}` : `u${id}`, label })),
    mayComeAgain: () => true,
    step: async (hours) => {
      world.now += hours * HOUR;
    },
    check: () => expectWindows(world),
  };
}

it(
  'shows what a reference shows that reads all rows, whatever comes in whatever order',
  async () => {
    const commands = fc.commands(
      [...arrivals, ...runs, step(fc.constantFrom(0.001, 1, 5, 24, 50))],
      { maxCommands: settings.commands },
    );
    await fc.assert(
      fc.asyncProperty(
        commands,
        inTime(async (drawn) => {
          const world = new World(monitor, await base.copy(), FIRST + 36 * HOUR, false);
          try {
            const stage = scene(world);
            await fc.asyncModelRun(async () => ({ model: {}, real: stage }), drawn);
            await runOut(stage, () => isIdle(world));
            world.now += 61 * DAY;
            await runOut(stage, () => isIdle(world));
            await expectUnmatched(world);
            await expectIncidents(
              world,
              (await readResults(world)).map((one) => judged(world, one)),
            );
            await expectCleanRun(world);
          } finally {
            await world.remove();
          }
        }),
      ),
      settings.run,
    );
  },
  settings.timeout,
);

/** One run over the files that lie there in the end measures the same. */
async function expectCleanRun(world: World): Promise<void> {
  const clean = new World(monitor, await base.copy(), world.now, false);
  try {
    for (const [key, content] of world.files) {
      clean.now = world.claimOf(key)?.modified ?? world.now;
      await clean.drop(content);
    }
    clean.now = world.now;
    await clean.run();
    expect(await measured(clean)).toEqual(await measured(world));
  } finally {
    await clean.remove();
  }
}

/**
 * Rejects without a time count where they were read, so they are left out; sums of shards that were cut otherwise are
 * rounded otherwise.
 */
async function measured(world: World): Promise<unknown> {
  const results = (await readResults(world)).filter(({ rows }) => rows > 0);
  const kept = ({ metric }: { metric: string }) => !metric.startsWith('rejected');
  const seen = results.map(({ window, rows, labelled, measurements, findings, worst }) => ({
    window,
    rows,
    labelled,
    measurements: measurements.filter(kept),
    findings: findings.filter(kept),
    worst,
  }));
  return JSON.parse(JSON.stringify(seen), (_, value) =>
    typeof value === 'number' ? rounded(value) : value,
  );
}
