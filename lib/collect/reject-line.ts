/** A line of `rejected/`, as the reader keeps what it could not read; `line` is null where the source has none. */
export function rejectLine(reject: {
  readonly source: string;
  readonly line: number | null;
  readonly reason: string;
  readonly text: string;
}): string {
  const { source, line, reason, text } = reject;
  return JSON.stringify({ source, line, reason, text, measured: false });
}
