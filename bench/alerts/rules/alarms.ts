/** An alarm of a rule: a run of windows, in each of which it fired at the same thing. */
export interface Alarm {
  readonly at: string;
  /** The window that it began in, from 0. */
  readonly window: number;
}

/** The alarms of a history of windows, each with what fired in it: as an incident, one lasts as long as it goes on. */
export function alarmsOf(windows: readonly (readonly string[])[]): Alarm[] {
  return windows.flatMap((fired, window) =>
    fired.filter((at) => !windows[window - 1]?.includes(at)).map((at) => ({ at, window })),
  );
}
