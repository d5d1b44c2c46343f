const STEERING = /[\p{Cc}\p{Zl}\p{Zp}]/u;
const CHARACTERS = 300;

/**
 * The line to copy that explains an incident: `driftwatch explain s3://bucket "column income@2026-11-25T00:00:00Z"`.
 *
 * Ids hold names from the log: what a shell would take for its own is in single quotes, and an id is named as far as its first
 * control character, or its first 300 characters, since what an id begins with names it too.
 */
export function explainCommand(workspace: string, id: string): string {
  const steering = id.search(STEERING);
  const named = [...(steering < 0 ? id : id.slice(0, steering))].slice(0, CHARACTERS).join('');
  return `driftwatch explain ${quoted(workspace, /^[\w@%+=:,./-]+$/)} ${quoted(named, null)}`;
}

function quoted(text: string, bare: RegExp | null): string {
  if (bare?.test(text)) return text;
  return /["$`\\!]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : `"${text}"`;
}
