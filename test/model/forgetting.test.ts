import fc from 'fast-check';
import { afterAll, beforeAll, it } from 'vitest';
import { requestCatchUp } from '../../lib/pipeline/catch-up.ts';
import { arrivals, command, newFile, runOut, runs, type Scene, step } from './commands.ts';
import { expectIncidents, expectUnmatched, expectWindows, isIdle } from './compare.ts';
import { LongScene, START } from './long-scene.ts';
import { inTime, settings, told } from './settings.ts';
import { type Template, template, tinyMonitor } from './tiny-monitor.ts';
import { World } from './world.ts';

const DAY_HOURS = 24;
const monitor = tinyMonitor({ lookBack: '3d', wait: '2d' });
let base: Template;
beforeAll(async () => {
  base = await template(monitor);
});
afterAll(async () => {
  told();
  await base.remove();
});

/** Something lies there for longer than runs look back, until a run is asked to. */
const catchUp = fc
  .tuple(fc.integer({ min: 4, max: 60 }), fc.integer({ min: -5, max: 5 }))
  .map(([days, x]) =>
    command(`catch up after ${days} d`, async (scene) => {
      const { world } = scene;
      await runOut(scene, () => isIdle(world));
      const since = new Date(world.now);
      const row = { id: 0, day: 2, hour: 3, x, city: 'a', predicted: 1, fault: null } as const;
      await world.drop(newFile(scene, '', { predictions: scene.predictions([row]) }));
      world.now += days * DAY_HOURS * 3_600_000;
      await world.run();
      await requestCatchUp(await world.open(), monitor.monitor, since);
      await runOut(scene, () => isIdle(world));
    }),
  );

it(
  'counts nothing twice and loses nothing when what was known is forgotten',
  async () => {
    const hours = fc.constantFrom(1, 24, 30, 60, 20 * DAY_HOURS, 25 * DAY_HOURS, 60 * DAY_HOURS);
    const commands = fc.commands(
      [...arrivals, ...runs, catchUp, step(hours), step(hours), step(hours)],
      { maxCommands: settings.commands },
    );
    await fc.assert(
      fc.asyncProperty(
        commands,
        inTime(async (drawn) => {
          const world = new World(monitor, await base.copy(), START, true);
          const scene: LongScene = new LongScene(world);
          try {
            await fc.asyncModelRun(async () => ({ model: {}, real: scene as Scene }), drawn);
            await runOut(scene, () => isIdle(world));
            world.now += 6 * DAY_HOURS * 3_600_000;
            await runOut(scene, () => isIdle(world));
            await expectWindows(world);
            await expectUnmatched(world);
            await expectIncidents(world, await scene.windowsAsTold());
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
