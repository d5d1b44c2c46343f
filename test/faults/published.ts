import type { Datum } from '../../lib/act/datum.ts';
import type { Outlets } from '../../lib/pipeline/ports.ts';

/** Tell how often a run was tried, not what it found. */
const SIGNS_OF_LIFE = ['runs', 'predictions_read', 'work_left'];

/** What a metrics service shows of each datum: the value that weighs most, of those that were sent. */
export class Published {
  private values = new Map<string, { readonly value: number; readonly weight: number }>();

  /** Takes in place of others what is published. */
  over(outlets: Outlets): Outlets {
    return {
      notify: (message) => outlets.notify(message),
      requestRetraining: (request) => outlets.requestRetraining(request),
      announce: (announcement) => outlets.announce(announcement),
      publish: async (data) => {
        for (const datum of data) this.take(datum);
      },
    };
  }

  shown(): Record<string, number> {
    return Object.fromEntries([...this.values].map(([name, { value }]) => [name, value]));
  }

  save(): { restore(): void } {
    const kept = new Map(this.values);
    return {
      restore: () => {
        this.values = new Map(kept);
      },
    };
  }

  private take({ value, weight = 1, unit: _, ...identity }: Datum): void {
    if (SIGNS_OF_LIFE.includes(identity.metric)) return;
    const name = JSON.stringify(identity);
    const before = this.values.get(name);
    if (!before || weight >= before.weight) this.values.set(name, { value, weight });
  }
}
