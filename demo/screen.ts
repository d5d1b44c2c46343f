import { MultiBar, Presets, type SingleBar } from 'cli-progress';

/** Lines, and below them a progress bar where the output is a terminal. */
export interface Screen {
  line(text: string): void;
  /** Starts a new bar in place of the last. */
  phase(steps: number): void;
  /** What the bar's next step is about; the step before is done. */
  step(label: string): void;
  end(): void;
}

export function createScreen(output: NodeJS.WriteStream): Screen {
  return output.isTTY
    ? terminalScreen(output)
    : { line: print, phase: idle, step: idle, end: idle };

  function print(text: string): void {
    output.write(`${text}\n`);
  }
}

const idle = (): void => {};

function terminalScreen(stream: NodeJS.WriteStream): Screen {
  const bars = new MultiBar(
    {
      stream,
      clearOnComplete: true,
      hideCursor: true,
      linewrap: true,
      format: ' {bar} {percentage} %  {label}',
    },
    Presets.shades_classic,
  );
  let bar: SingleBar | undefined;
  return {
    line: (text) => bars.log(`${text}\n`),
    phase(steps) {
      bar ??= bars.create(steps, 0, { label: '' });
      bar.setTotal(steps);
      bar.update(-1, { label: '' });
    },
    step: (label) => bar?.increment(1, { label }),
    end() {
      // Lines wait for the next redraw, which stop() leaves out.
      bars.update();
      bars.stop();
    },
  };
}
