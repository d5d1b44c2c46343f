import { mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileObject } from '../../lib/adapters/folder/file-object.ts';
import { type OpenPorts, openFolder } from '../../lib/adapters/folder/ports.ts';
import type { Monitor } from '../../lib/monitor/schema.ts';
import type { Item, Ports, Workspace } from '../../lib/pipeline/ports.ts';
import { runMonitor } from '../../lib/pipeline/run-monitor.ts';
import { type Claim, type Shard, shardKey } from '../../lib/pipeline/shard.ts';
import { crashingPorts, type Death } from './crashing-ports.ts';
import { type Content, textOf } from './files.ts';
import type { Batch } from './reference.ts';

/** A workspace in a folder, its clock, and what was seen to be claimed in it. */
export class World {
  readonly batches: Batch[] = [];
  /** What lies there now, by key. */
  readonly files = new Map<string, Content>();
  /** Crashes since the last whole run. */
  crashes = 0;
  /** Called after every run, whether it ended or died. */
  onRun: () => Promise<void> = async () => {};
  private ports: OpenPorts | null = null;
  private runs = 0;
  private readonly contents = new Map<string, Content>();

  constructor(
    readonly monitor: Monitor,
    readonly root: string,
    /** Epoch ms. */
    public now: number,
    /** Whether objects are taken to be dated by their arrival, as S3 does. */
    private readonly datesArrival: boolean,
  ) {}

  /** Puts a file there whole, dated now. */
  async drop(content: Content): Promise<void> {
    const path = join(this.root, content.key);
    const half = join(dirname(path), '.half');
    await mkdir(dirname(path), { recursive: true });
    await writeFile(half, textOf(content));
    await utimes(half, this.now / 1000, this.now / 1000);
    await rename(half, path);
    this.files.set(content.key, content);
    this.contents.set(await this.nameOf(content.key), content);
  }

  /** Keys that hold what no batch does. */
  async unclaimed(): Promise<string[]> {
    const found: string[] = [];
    for (const [key, content] of this.files)
      if (this.claimOf(key)?.content !== content) found.push(key);
    return found;
  }

  /** The last claim of a key. */
  claimOf(key: string) {
    const batch = this.batches.findLast(({ objects }) =>
      objects.some(({ content }) => content.key === key),
    );
    const object = batch?.objects.find(({ content }) => content.key === key);
    return batch && object ? { ...object, claimed: batch.claimed } : null;
  }

  /** One run to its end. */
  async run() {
    const ports = await this.open();
    const summary = await runMonitor(ports, this.input());
    await this.observe();
    this.crashes = 0;
    return summary;
  }

  /** Two runs at once; returns what became of them. */
  async runTwice(): Promise<string[]> {
    const ports = await this.open();
    const both = [runMonitor(ports, this.input()), runMonitor(ports, this.input())];
    const summaries = await Promise.all(both);
    await this.observe();
    this.crashes = 0;
    return summaries.map(({ status }) => status).sort();
  }

  /** A run whose process dies; true where it ended before. */
  async crash(death: Death): Promise<boolean> {
    const { ports, died, settled } = crashingPorts(await this.open(), death);
    await runMonitor(ports, this.input()).catch((error) => {
      if (!died()) throw error;
    });
    await settled();
    await this.close();
    await this.observe();
    this.crashes = died() ? this.crashes + 1 : 0;
    return !died();
  }

  async open(): Promise<Ports> {
    this.ports ??= await openFolder(this.root, { threads: 1 });
    const { workspace } = this.ports;
    return { ...this.ports, workspace: this.datesArrival ? dated(workspace) : workspace };
  }

  async items<T extends Item>(prefix: string): Promise<T[]> {
    const { table } = await this.open();
    return (await table.query(this.monitor.monitor, prefix)) as T[];
  }

  async close(): Promise<void> {
    await this.ports?.close();
    this.ports = null;
  }

  async remove(): Promise<void> {
    await this.close();
    await rm(this.root, { recursive: true, force: true });
  }

  private input() {
    return { monitor: this.monitor, now: new Date(this.now), run: `run-${this.runs++}` };
  }

  /** Notes what is claimed, and what was profiled of it. */
  private async observe(): Promise<void> {
    for (const claim of await this.items<Claim>('claim#')) {
      const [id = ''] = claim.shards;
      const known = this.batches.find((batch) => batch.id === id);
      const batch = known ?? this.batchOf(id, claim);
      if (!known) this.batches.push(batch);
      const { table } = await this.open();
      const shard = (await table.get(this.monitor.monitor, shardKey(id))) as Shard;
      if (shard.windows.length === 0) continue;
      for (const { key } of claim.objects)
        if (!shard.without.includes(key)) batch.profiled.add(key);
    }
    await this.onRun();
  }

  private batchOf(id: string, claim: Claim): Batch {
    const objects = claim.objects.map(({ key, etag, modified }) => {
      const content = this.contents.get(`${key} ${etag}`);
      if (!content) throw new Error(`claimed ${key}, which never held that`);
      return { content, modified: Date.parse(modified) };
    });
    const claimed = Date.parse(claim.claimed);
    if (claimed !== this.now) throw new Error(`a claim of ${claim.claimed} came to light now`);
    return { id, kind: claim.kind, claimed, objects, profiled: new Set() };
  }

  private async nameOf(key: string): Promise<string> {
    return `${key} ${(await fileObject(this.root, key))?.etag}`;
  }
}

function dated(workspace: Workspace): Workspace {
  return new Proxy(workspace, {
    get(object, name) {
      if (name === 'datesArrival') return true;
      const value = Reflect.get(object, name, object);
      return typeof value === 'function' ? value.bind(object) : value;
    },
  });
}
