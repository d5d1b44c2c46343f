import type { Warned } from '../judge/incidents.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { Item, Ports, TableWrite } from './ports.ts';

/** What people are told of warnings: the first ones after none, and that none are left. */
export interface WarningsChange {
  readonly change: 'began' | 'ended';
  readonly causes: readonly Warned[];
}

/** The warnings that people were told of. */
interface WarningsRecord extends Item {
  readonly causes: readonly Warned[];
}

const WARNINGS = 'warnings-told';

/** What is to be told of warnings, where the monitor names a topic for them, and the writes that note it. */
export async function tellWarnings(
  ports: Ports,
  { monitor, alerts }: Monitor,
  warned: readonly Warned[],
): Promise<{ warnings: WarningsChange | null; notes: TableWrite[] }> {
  const told = (await ports.table.get(monitor, WARNINGS)) as WarningsRecord | null;
  if (!alerts.topics?.warning) return { warnings: null, notes: told ? [{ remove: WARNINGS }] : [] };
  if (!told && warned.length > 0)
    return {
      warnings: { change: 'began', causes: warned },
      notes: [{ put: { sk: WARNINGS, causes: warned } }],
    };
  if (told && warned.length === 0)
    return {
      warnings: { change: 'ended', causes: told.causes },
      notes: [{ remove: WARNINGS }],
    };
  return { warnings: null, notes: [] };
}
