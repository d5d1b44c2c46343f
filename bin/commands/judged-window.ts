import { ConfigError } from '../../lib/errors.ts';
import { layout, windowName } from '../../lib/pipeline/layout.ts';
import type { Ports } from '../../lib/pipeline/ports.ts';
import type { WindowResult } from '../../lib/results.ts';
import { parseResult } from '../../lib/results-schema.ts';

export const WINDOW_OPTION = [
  '--window <start>',
  'the window that starts then, as in 2026-11-01 or 2026-11-01T06:00:00Z; default: the newest',
] as const;

/** The result of a judged window: the one that starts then, or the newest. @throws ConfigError where there is none */
export async function judgedWindow(
  ports: Ports,
  name: string,
  window: string | undefined,
): Promise<WindowResult> {
  const prefix = `results/${name}/`;
  const keys = (await ports.workspace.list(prefix)).map(({ key }) => key);
  const key =
    window === undefined
      ? keys.at(-1)
      : keys.find((one) => one === layout.result(name, startOf(window)));
  if (key === undefined) {
    throw new ConfigError(
      keys.length === 0
        ? `no window of ${name} has been judged yet: \`driftwatch run\` judges those that are over`
        : `no window of ${name} that starts at ${window} has been judged; the newest is ${keys.at(-1)?.slice(prefix.length)}`,
    );
  }
  return parseResult((await ports.workspace.read(key)) ?? '');
}

function startOf(text: string): number {
  const start = Date.parse(text);
  if (Number.isNaN(start))
    throw new ConfigError(
      `--window ${text} is no time: write it as in 2026-11-01 or ${windowName(0)}`,
    );
  return start;
}
