/** The configuration or the input is wrong; the person who wrote it can mend it. Exit code 2 on the command line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Another run has the workspace: later it may be free. Exit code 3 on the command line. */
export class BusyError extends Error {
  override readonly name = 'BusyError';
}

/** Two summaries over different bins, categories or baselines were asked to add up. */
export class IncompatibleProfilesError extends Error {
  override readonly name = 'IncompatibleProfilesError';
}

/** A conditional write found that somebody else was there first. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError';
}

/** What the engine said of a statement. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}

/** Somebody else's service refused what it was sent, and would again: a person has to mend something there or in the settings. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

/** What was sent is no event that can be taken: who sends it has to mend it. */
export class BadEventError extends Error {
  override readonly name = 'BadEventError';
}
