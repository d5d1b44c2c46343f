import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type OpenPorts, openFolder } from '../../lib/adapters/folder/ports.ts';
import { ConfigError } from '../../lib/errors.ts';
import { loadMonitors, parseMonitor } from '../../lib/monitor/load.ts';
import type { Monitor } from '../../lib/monitor/schema.ts';
import { layout } from '../../lib/pipeline/layout.ts';

/** Opens a workspace that is there, and the monitors of it that are meant: the one that is named, or all. */
export async function openWorkspace(
  location: string,
  name: string | undefined,
  options: { readonly threads?: number | undefined } = {},
): Promise<{ ports: OpenPorts; monitors: Monitor[] }> {
  if (location.startsWith('s3://')) return openBucket(location, name);
  const folder = join(location, 'monitors');
  if (!existsSync(folder)) {
    throw new ConfigError(
      `${location} is no workspace: it has no folder monitors/; \`driftwatch init ${location}\` makes one`,
    );
  }
  const file =
    name === undefined
      ? undefined
      : [`${name}.yaml`, `${name}.yml`].map((one) => join(folder, one)).find(existsSync);
  const monitors = file
    ? [parseMonitor(readFileSync(file, 'utf8'), basename(file))]
    : loadMonitors(folder);
  const meant = name === undefined ? monitors : monitors.filter(({ monitor }) => monitor === name);
  if (meant.length === 0) {
    const there = monitors.map(({ monitor }) => monitor).join(', ') || 'none';
    throw new ConfigError(
      `${folder} holds no monitor${name === undefined ? '' : ` ${name}`}; there is ${there}`,
    );
  }
  return { ports: await openFolder(location, options), monitors: meant };
}

async function openBucket(
  location: string,
  name: string | undefined,
): Promise<{ ports: OpenPorts; monitors: Monitor[] }> {
  const { openAws } = await import('../../lib/adapters/aws/ports.ts');
  const ports = await openAws(location);
  const prefix = name === undefined ? 'monitors/' : layout.monitor(name);
  const objects = await ports.workspace.list(prefix);
  const texts = await Promise.all(
    objects.map(async ({ key }) => ({ key, text: (await ports.workspace.read(key)) ?? '' })),
  );
  const monitors = texts
    .map(({ key, text }) => parseMonitor(text, key))
    .filter(({ monitor }) => name === undefined || monitor === name);
  if (monitors.length === 0) {
    await ports.close();
    throw new ConfigError(
      `${location}/monitors/ holds no monitor${name === undefined ? '' : ` ${name}`}: each is written there by its first run`,
    );
  }
  return { ports, monitors };
}
