import { sha256 } from '../audit/digest.ts';
import { learnVariation } from '../judge/variation.ts';
import { allowedFalseAlarms } from '../monitor/false-alarms.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { Baseline } from '../profile/baseline.ts';
import { buildBaseline } from '../profile/build-baseline.ts';
import { compactJson, parseCompactJson } from '../profile/compact-json.ts';
import { PROFILE_SCHEMA } from '../profile/profile-schema.ts';
import { formatOf } from '../read/format.ts';
import type { InputFile } from '../read/load.ts';
import { currentVersion } from './current-version.ts';
import { isDeclaration } from './declared-variants.ts';
import { ensureSeasons } from './ensure-seasons.ts';
import { withObjects } from './inputs.ts';
import { isSeason, layout } from './layout.ts';
import type { Ports, WorkspaceObject } from './ports.ts';

/** Reads a built baseline; null where there is none of that version, or it sums something else than is summed now. */
export async function readBaseline(
  ports: Ports,
  monitor: string,
  version: string,
): Promise<Baseline | null> {
  return (await readBaselineFile(ports, monitor, version))?.baseline ?? null;
}

/** The same, with the SHA-256 of its file. */
export async function readBaselineFile(
  ports: Ports,
  monitor: string,
  version: string,
): Promise<{ readonly baseline: Baseline; readonly digest: string } | null> {
  const text = await ports.workspace.read(layout.baseline(monitor, version));
  if (text === null) return null;
  const baseline = parseCompactJson(text) as Baseline;
  return baseline.schema === PROFILE_SCHEMA ? { baseline, digest: sha256(text) } : null;
}

/**
 * The monitor's current baseline, built from its data set where it is not built yet, and cut by season where the monitor compares
 * with one; null where there is none.
 */
export async function ensureBaseline(ports: Ports, monitor: Monitor): Promise<Baseline | null> {
  const versions = await listVersions(ports, monitor.monitor);
  const version = await currentOf(ports, monitor, versions);
  if (version === null) return null;
  const built = layout.baseline(monitor.monitor, version);
  const objects = versions.get(version) ?? [];
  const known = objects.some(({ key }) => key === built)
    ? await readBaseline(ports, monitor.monitor, version)
    : null;
  const data = objects.filter(({ key }) => key !== built && !isDeclaration(key));
  const baseline = known ?? (await build(ports, monitor, version, data));
  await ensureSeasons(ports, monitor, baseline, data, named(monitor));
  return baseline;
}

/** The highest version that there is a data set of and that is no challenger's; null where there is none. */
export async function highestVersion(ports: Ports, monitor: Monitor): Promise<string | null> {
  return currentOf(ports, monitor, await listVersions(ports, monitor.monitor));
}

function currentOf(
  ports: Ports,
  monitor: Monitor,
  versions: ReadonlyMap<string, readonly WorkspaceObject[]>,
): Promise<string | null> {
  const withData = [...versions].filter(([, objects]) =>
    objects.some(({ key }) => !isDeclaration(key)),
  );
  const names = withData.map(([version]) => version);
  return currentVersion(ports, monitor, [...versions.values()].flat(), names);
}

async function listVersions(ports: Ports, monitor: string) {
  const prefix = layout.baselines(monitor);
  const versions = new Map<string, WorkspaceObject[]>();
  for (const object of await ports.workspace.list(prefix)) {
    const [version, file] = object.key.slice(prefix.length).split('/');
    if (!version || !file || isSeason(object.key)) continue;
    versions.set(version, [...(versions.get(version) ?? []), object]);
  }
  return versions;
}

/** The format that the monitor file states is that of the log: it counts where a data set's name tells none. */
function named(monitor: Monitor): (files: readonly InputFile[]) => InputFile[] {
  const format = 'format' in monitor.predictions ? monitor.predictions.format : undefined;
  return (files) => files.map((file) => (formatOf(file.key) ? file : { ...file, format }));
}

async function build(
  ports: Ports,
  monitor: Monitor,
  version: string,
  objects: readonly WorkspaceObject[],
): Promise<Baseline> {
  const engine = await ports.openEngine();
  try {
    const { windows, ...parts } = await withObjects(
      ports,
      ports.workspace,
      objects,
      {},
      ({ files }) => buildBaseline(engine, monitor, named(monitor)(files), ports.scratch),
    );
    const baseline: Baseline = {
      schema: PROFILE_SCHEMA,
      monitor: monitor.monitor,
      version,
      sources: objects.map(({ key, etag, size }) => ({ key, etag, size })),
      columns: monitor.columns,
      ...parts,
      ...(allowedFalseAlarms(monitor) && {
        variation: learnVariation(windows, parts, monitor),
      }),
    };
    await ports.workspace.write(
      layout.baseline(monitor.monitor, version),
      `${compactJson(baseline)}\n`,
    );
    return baseline;
  } finally {
    engine.close();
  }
}
