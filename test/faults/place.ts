import type { Ports } from '../../lib/pipeline/ports.ts';
import type { Published } from './published.ts';
import type { Drop } from './scenario.ts';

/** Where a scenario takes place: a folder or an account, at one and the same address for all its runs. */
export interface Place {
  readonly published: Published;
  /** Ports as a process has them that begins. */
  open(): Promise<Ports & { close(): Promise<void> }>;
  drop(drops: readonly Drop[]): Promise<void>;
  /** Keeps all that is there. */
  save(): Promise<SavedPlace>;
  remove(): Promise<void>;
}

export interface SavedPlace {
  /** Makes the place what it was. */
  restore(): Promise<void>;
}
