import { setTimeout as sleep } from 'node:timers/promises';

/** Says what is done as it is done, and counts what held. */
export class Report {
  private passed = 0;
  private readonly failures: string[] = [];
  private readonly started = Date.now();

  step(text: string): void {
    console.log(`\n[${this.seconds()} s] ${text}`);
  }

  note(text: string): void {
    console.log(`      ${text}`);
  }

  check(name: string, holds: boolean, found?: unknown): void {
    if (holds) this.passed += 1;
    else this.failures.push(name);
    const shown =
      found === undefined ? '' : `: ${typeof found === 'string' ? found : JSON.stringify(found)}`;
    console.log(`  ${holds ? 'ok  ' : 'FAIL'} ${name}${holds ? '' : shown}`);
  }

  fail(error: unknown): void {
    this.failures.push(String(error));
    console.log(`  FAIL ${(error as Error).stack ?? error}`);
  }

  /** Prints the sum; the exit code. */
  end(): number {
    console.log(`\n${this.seconds()} s\n${this.passed} passed, ${this.failures.length} failed`);
    return this.failures.length === 0 ? 0 : 1;
  }

  get failed(): boolean {
    return this.failures.length > 0;
  }

  private seconds(): string {
    return ((Date.now() - this.started) / 1000).toFixed(0);
  }
}

/** Asks until there is an answer. @throws after so many seconds. */
export async function waitFor<T>(
  what: string,
  seconds: number,
  ask: () => Promise<T | null | undefined | false>,
): Promise<T> {
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; await sleep(1000)) {
    const answer = await ask();
    if (answer) return answer;
  }
  throw new Error(`${what}: not within ${seconds} s`);
}
