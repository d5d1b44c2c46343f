/** What every detector's state tells of the last value it was given. */
export interface DetectorState {
  readonly detected: boolean;
}

/** A detector of change: a fold over a stream. After a detection it starts anew with the next value, as river's do. */
export interface Detector<State extends DetectorState, X> {
  readonly start: State;
  update(state: State, x: X): State;
}

/** The places in the stream, from 0, at which change is detected. */
export function detections<State extends DetectorState, X>(
  detector: Detector<State, X>,
  stream: readonly X[],
): number[] {
  const found: number[] = [];
  let state = detector.start;
  for (const [i, x] of stream.entries()) {
    state = detector.update(state.detected ? detector.start : state, x);
    if (state.detected) found.push(i);
  }
  return found;
}
