import type { WriteStream } from 'node:tty';
import { Presets, SingleBar } from 'cli-progress';
import type { Progress, ProgressSink } from '../../lib/pipeline/run-monitor.ts';

const STEPS = {
  read: { name: 'reading', unit: 'shards' },
  judge: { name: 'judging', unit: 'windows' },
} as const;
const count = (value: number) => value.toLocaleString('en-US');

/** A bar of what a run has done and has left to do, on a terminal; null where the stream is none. It is gone once it is closed. */
export function openProgress(
  monitor: string,
  stream: NodeJS.WriteStream | WriteStream,
): { readonly show: ProgressSink; close(): void } | null {
  if (!stream.isTTY) return null;
  let bar: SingleBar | null = null;
  let step: Progress['step'] | null = null;
  const close = () => {
    bar?.stop();
    bar = null;
  };
  const show: ProgressSink = (progress) => {
    if (progress.total === 0) return;
    if (progress.step !== step) {
      close();
      bar = newBar(stream);
      step = progress.step;
      bar.start(progress.total, progress.done, payload(monitor, progress));
    } else bar?.update(progress.done, payload(monitor, progress));
  };
  return { show, close };
}

function newBar(stream: NodeJS.WriteStream): SingleBar {
  return new SingleBar(
    {
      stream,
      format: '{monitor}  {step} {bar} {value}/{total} {unit}{read}{eta_formatted}',
      barsize: 24,
      hideCursor: true,
      clearOnComplete: true,
      formatTime: (seconds) => timeLeft(Number(seconds)),
      formatValue: (value, _, type) =>
        type === 'value' || type === 'total' ? count(value) : String(value),
    },
    Presets.shades_classic,
  );
}

function payload(monitor: string, { step, rows, objects }: Progress) {
  const { name, unit } = STEPS[step];
  const read =
    objects > 0
      ? `, ${count(rows)} rows of ${count(objects)} object${objects === 1 ? '' : 's'}`
      : '';
  return { monitor, step: name, unit, read };
}

/** `, about 2 min left`; nothing where it can't be said. */
function timeLeft(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds <= 0) return '';
  return seconds < 100
    ? `, about ${seconds} s left`
    : `, about ${Math.round(seconds / 60)} min left`;
}
