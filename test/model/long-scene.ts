import type { JudgedWindow } from '../../lib/judge/incidents.ts';
import { labelWait } from '../../lib/monitor/retention.ts';
import { type DrawnLabel, type DrawnRow, runOut, type Scene } from './commands.ts';
import { expectWindows, isIdle, judged, readResults } from './compare.ts';
import type { Label, Prediction } from './files.ts';
import { type Batch, DAY, dayOf, isInTime } from './reference.ts';
import type { World } from './world.ts';

const HOUR = 3_600_000;
export const START = Date.UTC(2026, 10, 2, 12);
/** An object that nobody looked at for longer is not found any more; look_back is 3 days. */
const FOUND = 2.5 * DAY;
/** How long a run that died may wait for the next one, and an object for another content. */
const REMEMBERED = 10 * DAY;

/**
 * Predictions of today and yesterday, and late ones of up to two months ago; labels of all of them.
 *
 * Late rows have ids of their own, and none come to windows that labels came too late for: whether those would be taken
 * after all depends on whether they are remembered.
 */
export class LongScene implements Scene {
  private readonly late: string[] = [];
  private readonly sealed = new Set<number>();
  private readonly sealedBy = new Set<Batch>();
  /** Windows that incidents are not folded from anew, as they were when that was so. */
  private compacted: { upTo: string; windows: JudgedWindow[] } = { upTo: '', windows: [] };
  private idleAt = START;

  constructor(readonly world: World) {
    world.onRun = () => this.freeze();
  }

  predictions(drawn: readonly DrawnRow[]): Prediction[] {
    const today = dayOf(this.world.now);
    return drawn.map(({ id, day, hour, ...row }) => {
      if (day < 2) return { ...row, id: `p${id}`, time: today - day * DAY + hour * HOUR };
      const old = this.oldWindows();
      let window = old[hour] ?? today - (3 + hour) * DAY;
      while (this.sealed.has(window)) window -= DAY;
      this.late.push(`late${this.late.length}`);
      return { ...row, id: this.late.at(-1) ?? '', time: window + hour * HOUR };
    });
  }

  labels(drawn: readonly DrawnLabel[]): Label[] {
    return drawn.map(({ id, label }) => {
      if (id < 12) return { id: `p${id}`, label };
      return { id: (id < 14 && this.late.at(11 - id)) || `u${id}`, label };
    });
  }

  mayComeAgain(key: string): boolean {
    const claim = this.world.claimOf(key);
    return !claim || claim.claimed + REMEMBERED > this.world.now;
  }

  /** Long steps come when nothing is left to do: what waits for too long is lost by what the settings say. */
  async step(hours: number): Promise<void> {
    const { world } = this;
    const to = world.now + hours * HOUR;
    const bound = (await world.unclaimed()).length > 0 ? FOUND : REMEMBERED;
    if (to > this.idleAt + bound) await runOut(this, () => isIdle(world));
    world.now = to;
    if (await isIdle(world)) this.idleAt = to;
  }

  async check(): Promise<void> {
    await expectWindows(this.world);
    await this.seal();
    if (await isIdle(this.world)) this.idleAt = this.world.now;
  }

  /** What incidents are folded from. */
  async windowsAsTold(): Promise<JudgedWindow[]> {
    const { upTo, windows } = this.compacted;
    return [...windows, ...(await this.windows()).filter(({ start }) => start > upTo)];
  }

  /** Windows that labels are not waited for any more, the last first. */
  private oldWindows(): number[] {
    const rows = [...this.world.files.values()].flatMap(({ predictions }) => predictions);
    const starts = new Set(rows.map(({ time }) => dayOf(time)));
    return [...starts].filter((start) => start + 3 * DAY <= this.world.now).sort((a, b) => b - a);
  }

  private async windows(): Promise<JudgedWindow[]> {
    return (await readResults(this.world)).map((result) => judged(this.world, result));
  }

  private async freeze(): Promise<void> {
    const [item] = await this.world.items<{ sk: string; upTo: string }>('compacted');
    if (!item || item.upTo <= this.compacted.upTo) return;
    const { upTo, windows } = this.compacted;
    const more = (await this.windows()).filter(({ start }) => start > upTo && start <= item.upTo);
    this.compacted = { upTo: item.upTo, windows: [...windows, ...more] };
  }

  private async seal(): Promise<void> {
    const { batches, monitor } = this.world;
    const rows = batches
      .flatMap(({ objects }) => objects)
      .flatMap(({ content }) => content.predictions);
    for (const batch of batches.filter((one) => !this.sealedBy.has(one))) {
      this.sealedBy.add(batch);
      const ids = new Set(
        batch.objects.flatMap(({ content }) => content.labels.map(({ id }) => id)),
      );
      for (const { time } of rows.filter((row) => ids.has(row.id)))
        if (!isInTime(batch.claimed, dayOf(time), batches, labelWait(monitor)))
          this.sealed.add(dayOf(time));
    }
  }
}
