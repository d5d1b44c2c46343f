import type {
  ByteRange,
  Entry,
  LocalFile,
  Workspace,
  WorkspaceObject,
} from '../../pipeline/ports.ts';
import { byUtf8 } from '../../utf8-order.ts';

/**
 * A workspace over another one that stays as it is: what is written or removed lies in `layer` alone, what is read comes
 * from there first.
 */
export class OverlayWorkspace implements Workspace {
  readonly datesArrival: boolean;
  private readonly removed = new Set<string>();

  constructor(
    private readonly base: Workspace,
    private readonly layer: Workspace,
    /** Of the base, keys that are taken for not there. */
    private readonly hides: (key: string) => boolean,
  ) {
    this.datesArrival = base.datesArrival;
  }

  async *level(folder: string): AsyncGenerator<Entry> {
    const keys = new Map<string, Entry>();
    const keyOf = (entry: Entry) => ('folder' in entry ? entry.folder : entry.key);
    for await (const entry of this.base.level(folder))
      if ('folder' in entry ? !this.hides(entry.folder) : this.shows(entry.key))
        keys.set(keyOf(entry), entry);
    for await (const entry of this.layer.level(folder)) keys.set(keyOf(entry), entry);
    yield* [...keys].sort(([a], [b]) => byUtf8(a, b)).map(([, entry]) => entry);
  }

  async *walk(prefix: string): AsyncGenerator<WorkspaceObject> {
    yield* await this.list(prefix);
  }

  async list(prefix: string): Promise<WorkspaceObject[]> {
    const objects = new Map<string, WorkspaceObject>();
    if (!this.hides(prefix))
      for (const object of await this.base.list(prefix))
        if (this.shows(object.key)) objects.set(object.key, object);
    for (const object of await this.layer.list(prefix)) objects.set(object.key, object);
    return [...objects.values()].sort((a, b) => byUtf8(a.key, b.key));
  }

  async read(key: string): Promise<string | null> {
    return (await this.layer.read(key)) ?? (this.shows(key) ? this.base.read(key) : null);
  }

  async open(key: string, etag: string | null, range?: ByteRange): Promise<LocalFile | null> {
    const own = await this.layer.open(key, etag, range);
    return own ?? (this.shows(key) ? this.base.open(key, etag, range) : null);
  }

  async write(key: string, body: string): Promise<void> {
    await this.layer.write(key, body);
    this.removed.delete(key);
  }

  async store(path: string, key: string): Promise<void> {
    await this.layer.store(path, key);
    this.removed.delete(key);
  }

  async remove(key: string): Promise<void> {
    await this.layer.remove(key);
    this.removed.add(key);
  }

  locate(key: string): string {
    return this.base.locate(key);
  }

  private shows(key: string): boolean {
    return !this.hides(key) && !this.removed.has(key);
  }
}
