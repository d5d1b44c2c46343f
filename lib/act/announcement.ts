/** Something to tell machines of, beside retraining requests: an event of its own. */
export interface Announcement {
  /** What kind it is: the event's detail type. */
  readonly type: 'Variant Decision' | 'Retraining Measured';
  /** Identifies what is told: a repeated announcement carries the same. */
  readonly id: string;
  readonly monitor: string;
  /** ISO time of the run that tells it. */
  readonly time: string;
  readonly detail: Readonly<Record<string, unknown>>;
}
