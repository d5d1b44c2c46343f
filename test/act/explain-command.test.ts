import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { explainCommand } from '../../lib/act/explain-command.ts';

/** What a shell makes of the line's arguments. */
const argumentsOf = (line: string) =>
  execFileSync('sh', ['-c', `driftwatch() { printf '%s\\0' "$@"; }; ${line}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);

describe('explainCommand', () => {
  it('is the line as one would type it', () => {
    expect(explainCommand('s3://b', 'column income@2026-11-25T00:00:00Z')).toBe(
      'driftwatch explain s3://b "column income@2026-11-25T00:00:00Z"',
    );
  });

  it.each([
    'column $(touch /tmp/x)@2026-11-25T00:00:00Z',
    'column `id`@2026-11-25T00:00:00Z',
    `column a"; id; 'b'@2026-11-25T00:00:00Z`,
    'column <img src=x onerror=alert(1)>@2026-11-25T00:00:00Z',
    'column back\\slash!@2026-11-25T00:00:00Z',
  ])('hands a shell that it is copied to the id %s, and nothing to run', (id) => {
    expect(argumentsOf(explainCommand("./my work's/space", id))).toEqual([
      'explain',
      "./my work's/space",
      id,
    ]);
  });

  it('names an id as far as its first control character, which is enough to find it', () => {
    const line = explainCommand('w', 'column two\nlines@2026-11-25T00:00:00Z');
    expect(line).toBe('driftwatch explain w "column two"');
  });
});
