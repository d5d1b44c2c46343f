/** Days of a month. */
export const DAYS = 30;

/** Who is billed: a monitor with the columns and segments of the usual load, and a label for every prediction. */
export interface User {
  readonly name: string;
  readonly predictionsADay: number;
  readonly objectsADay: number;
  readonly labelObjectsADay: number;
  readonly runsADay: number;
  readonly windowsADay: number;
  /** How often a window is worked on: when it is over, and with every run that finds labels of it afterwards. */
  readonly passes: number;
  readonly lookBack: string;
  readonly labelsWait: string;
}

export const USERS: readonly User[] = [
  {
    name: '10k a day',
    predictionsADay: 10_000,
    objectsADay: 288,
    labelObjectsADay: 24,
    runsADay: 24,
    windowsADay: 1,
    passes: 24,
    lookBack: '30d',
    labelsWait: '30d',
  },
  {
    name: '1M a day',
    predictionsADay: 1_000_000,
    objectsADay: 1440,
    labelObjectsADay: 24,
    runsADay: 24,
    windowsADay: 1,
    passes: 24,
    lookBack: '30d',
    labelsWait: '30d',
  },
  {
    name: '50M a day',
    predictionsADay: 50_000_000,
    objectsADay: 1440,
    labelObjectsADay: 24,
    runsADay: 24,
    windowsADay: 24,
    passes: 3,
    lookBack: '7d',
    labelsWait: '2d',
  },
];
