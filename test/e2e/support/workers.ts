import { spawnSync } from 'node:child_process';

/** Ids of the processes of a group that run a function whose name contains `name`; Lambda workers have theirs in the environment. */
export function workersOf(group: number, name: string): number[] {
  const { stdout } = spawnSync('ps', ['axeww', '-o', 'pid=,pgid=,command='], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  const running = new RegExp(`AWS_LAMBDA_FUNCTION_NAME=\\S*${name}`);
  return stdout.split('\n').flatMap((line) => {
    const [pid = 0, pgid] = line.trim().split(/\s+/, 2).map(Number);
    return pgid === group && running.test(line) ? [pid] : [];
  });
}
