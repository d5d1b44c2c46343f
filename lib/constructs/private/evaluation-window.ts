const MINUTE = 60_000;
/** Runs may be more frequent than they end. */
const SHORTEST = 5 * MINUTE;
/** No run takes so little that its end can be missed sooner. */
const SHORTEST_SILENCE = 15 * MINUTE;
const DAY = 86_400_000;
/** CloudWatch looks back this far at most where a period has an hour or more. */
const LONGEST = 7 * DAY;

/** Over what an alarm looks, in CloudWatch's terms. */
export interface EvaluationWindow {
  readonly periodMilliseconds: number;
  readonly evaluationPeriods: number;
}

/**
 * Covers twice the time between two signs of life, as far back as CloudWatch looks: seven days.
 *
 * Null where signs are so rare that CloudWatch would take the time between two of them for silence.
 */
export function evaluationWindow(betweenSigns: number): EvaluationWindow | null {
  if (betweenSigns >= LONGEST) return null;
  const whole = Math.min(Math.max(2 * betweenSigns, SHORTEST_SILENCE), LONGEST);
  if (whole <= DAY) {
    return { periodMilliseconds: Math.ceil(whole / MINUTE) * MINUTE, evaluationPeriods: 1 };
  }
  return { periodMilliseconds: DAY, evaluationPeriods: Math.min(Math.ceil(whole / DAY), 7) };
}

/** Periods that hold three runs. Null where that is further than CloudWatch looks back. */
export function threeRuns(betweenRuns: number): EvaluationWindow | null {
  if (3 * betweenRuns > LONGEST) return null;
  const whole = Math.ceil(Math.max(betweenRuns, SHORTEST) / MINUTE) * MINUTE;
  if (whole <= DAY) return { periodMilliseconds: whole, evaluationPeriods: 3 };
  return { periodMilliseconds: DAY, evaluationPeriods: Math.ceil((3 * betweenRuns) / DAY) };
}
