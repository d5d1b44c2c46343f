import type { Monitor } from '../monitor/schema.ts';
import { type DeclaredVariant, readDeclarations } from './declared-variants.ts';
import type { Ports } from './ports.ts';
import { championOf, readPromotions } from './promotions.ts';
import { byVersion } from './version.ts';

/**
 * The version that is the monitor's baseline now: the highest that is the champion's or nobody's.
 *
 * A challenger's waits for its promotion. Where only former champions' are left the highest of those, else null.
 */
export async function currentVersion(
  ports: Ports,
  monitor: Monitor,
  objects: readonly { readonly key: string }[],
  versions: readonly string[],
): Promise<string | null> {
  const highest = [...versions].sort(byVersion);
  if (!monitor.rollout) return highest.at(-1) ?? null;
  const declared = await readDeclarations(ports, objects);
  if (declared.length === 0) return highest.at(-1) ?? null;
  const promotions = await readPromotions(ports, monitor.monitor);
  const champion = championOf(monitor, promotions);
  const variantOf = (version: string) => variantOfVersion(declared, version);
  const ofChampion = highest.filter((version) => [champion, null].includes(variantOf(version)));
  const former = new Set([monitor.rollout.champion, ...promotions.map(({ over }) => over)]);
  const ofFormer = highest.filter((version) => former.has(variantOf(version) ?? ''));
  return ofChampion.at(-1) ?? ofFormer.at(-1) ?? null;
}

function variantOfVersion(declared: readonly DeclaredVariant[], version: string): string | null {
  return declared.find((one) => one.version === version)?.variant ?? null;
}
