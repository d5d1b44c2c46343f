import type { Engine } from '../pipeline/ports.ts';
import { raw } from '../sql/sql.ts';

/** An object that can't be read as what it claims to be. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';

  constructor(
    /** The same for all objects with this fault. */
    readonly reason: string,
    /** What the reader said of this one. */
    readonly detail: string | null = null,
  ) {
    super(detail === null ? reason : `${reason}: ${detail}`);
  }
}

/** What DuckDB says where the bytes are at fault, and not the machine, its memory or its disk. */
const OF_THE_DATA =
  /^((Invalid|Invalid Input|Conversion|Out of Range|Binder|Parser|Not implemented|Serialization|IO) Error: |INTERNAL Error: (Information loss on integer cast|Decimal has a width of))/;
const OF_THE_MACHINE =
  /^IO Error: (Could not|Cannot|Failed to (open|create|write)|No files found)|No space left/;
/** A file that ends before, or begins after, where it says that something lies. */
const BEYOND_THE_FILE =
  /^IO Error: Could not read (enough bytes from file|from file .*: Invalid argument)/;

/** Where the bytes lie on this machine means nothing to anybody else. */
const PATH = /'\/[^']*'|"\/[^"]*"/g;

/** The error as `Unreadable` where the data is to blame. @throws the error itself where it is not. */
export function blameData(error: unknown, reason: string): Unreadable {
  if (error instanceof Unreadable) return error;
  const { message } = error as Error;
  const ofTheMachine = OF_THE_MACHINE.test(message) && !BEYOND_THE_FILE.test(message);
  if (!OF_THE_DATA.test(message) || ofTheMachine) throw error;
  return new Unreadable(reason, message.split('\n')[0]?.replaceAll(PATH, 'it') ?? null);
}

/**
 * The same of an error that the engine has survived. @throws the error itself where it has not
 *
 * Then the object has to be held responsible as for a process that died: the ones after it need another engine.
 */
export async function blameSurvived(
  engine: Engine,
  error: unknown,
  reason: string,
): Promise<Unreadable> {
  const blamed = blameData(error, reason);
  await engine.rows(raw('SELECT 1')).catch(() => {
    throw error;
  });
  return blamed;
}
