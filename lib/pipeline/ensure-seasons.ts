import { sha256 } from '../audit/digest.ts';
import { learnVariation } from '../judge/variation.ts';
import { allowedFalseAlarms } from '../monitor/false-alarms.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { Season } from '../monitor/seasons.ts';
import type { Baseline } from '../profile/baseline.ts';
import { profileSeasons } from '../profile/baseline-seasons.ts';
import { profileBaselineWindows } from '../profile/baseline-windows.ts';
import { compactJson } from '../profile/compact-json.ts';
import { loadDataSet } from '../profile/data-set.ts';
import type { Slice } from '../profile/profile.ts';
import { seasonAt, seasonName } from '../profile/season.ts';
import type { InputFile } from '../read/load.ts';
import { raw } from '../sql/sql.ts';
import { withObjects } from './inputs.ts';
import { layout } from './layout.ts';
import type { Engine, Ports, WorkspaceObject } from './ports.ts';
import { readSeasonIndex, type SeasonIndex } from './season-files.ts';

/**
 * Cuts a baseline by season where the monitor compares with one and it is not cut so yet: reads its data set once more, which may
 * have been built long before the monitor file named a season. Does nothing where the data set is not the one that the baseline was
 * built from any more; windows then say that they are compared with the whole.
 *
 * @throws ConfigError where the data set can't be read
 */
export async function ensureSeasons(
  ports: Ports,
  monitor: Monitor,
  baseline: Baseline,
  data: readonly WorkspaceObject[],
  named: (files: readonly InputFile[]) => InputFile[],
): Promise<void> {
  const season = monitor.compare?.season;
  if (season === undefined || !isSource(baseline, data)) return;
  const { version } = baseline;
  const digest = sha256(
    (await ports.workspace.read(layout.baseline(monitor.monitor, version))) ?? '',
  );
  if (await readSeasonIndex(ports, monitor.monitor, version, season, digest)) return;
  const engine = await ports.openEngine();
  try {
    await withObjects(ports, ports.workspace, data, {}, async ({ files }) => {
      await loadDataSet(engine, monitor, baseline.frame.columns, named(files), ports.scratch);
      const index = await cut(ports, engine, monitor, baseline, season);
      await ports.workspace.write(
        layout.season(monitor.monitor, version, season),
        `${JSON.stringify({ baseline: digest, ...index })}\n`,
      );
    });
  } finally {
    engine.close();
  }
}

function isSource({ sources }: Baseline, data: readonly WorkspaceObject[]): boolean {
  const etags = new Map(data.map(({ key, etag }) => [key, etag]));
  return (
    data.length === sources.length && sources.every(({ key, etag }) => etags.get(key) === etag)
  );
}

/** Writes the slices of each season, and tells what the index says of them. */
async function cut(
  ports: Ports,
  engine: Engine,
  monitor: Monitor,
  baseline: Baseline,
  season: Season,
): Promise<Omit<SeasonIndex, 'baseline'>> {
  const rows: Record<string, number> = {};
  const wholes = new Map<number, Slice[]>();
  for await (const some of profileSeasons(engine, monitor, baseline.frame, season)) {
    for (const [number, slices] of some) {
      const name = seasonName(season, number);
      const whole = slices.filter(({ segment }) => segment === null);
      rows[name] = whole[0]?.profile.rows ?? 0;
      wholes.set(number, whole);
      await ports.workspace.write(
        layout.season(monitor.monitor, baseline.version, name),
        `${compactJson(slices)}\n`,
      );
    }
  }
  if (allowedFalseAlarms(monitor) === null) return { rows };
  const windows = await profileBaselineWindows(engine, monitor, baseline.frame, raw('loaded'));
  const numbers = [...windows.keys()].map((start) => seasonAt(season, start));
  const isEnough = (slices: readonly Slice[]) =>
    (slices[0]?.profile.rows ?? 0) >= monitor.alerts.min_rows;
  const variation = learnVariation([...windows.values()], baseline, monitor, (i) => {
    const own = wholes.get(numbers[i] ?? 0) ?? [];
    return isEnough(own) ? own : baseline.slices;
  });
  return { rows, variation };
}
