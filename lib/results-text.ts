import type { WindowResult } from './results.ts';

/** A result as the text of its file: JSON with each measurement and each finding on a line of its own. */
export function resultText(result: WindowResult): string {
  const fields = Object.entries(result).map(([name, value]) => {
    const text = Array.isArray(value) ? lines(value) : JSON.stringify(value);
    return `${JSON.stringify(name)}: ${text}`;
  });
  return `{\n${fields.join(',\n')}\n}\n`;
}

function lines(items: readonly unknown[]): string {
  return items.length === 0
    ? '[]'
    : `[\n${items.map((item) => JSON.stringify(item)).join(',\n')}\n]`;
}
