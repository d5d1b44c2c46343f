/** What a load is made of. Everything else of it follows from this alone. */
export interface LoadShape {
  /** Predictions, in the order of their time. */
  readonly rows: number;
  readonly objects: number;
  /** Features, every fifth of them categorical. */
  readonly columns: number;
  /** Values of the one segment column; 0 for no segments. */
  readonly segments: number;
  /** Days that the predictions are spread over; a window is a day. */
  readonly windows: number;
  /** They hold a label for every prediction; 0 for no labels. */
  readonly labelObjects: number;
}

/** The load figure: as many predictions in few objects as in many. */
export function loadShapes(rows: number): Readonly<Record<'small' | 'large', LoadShape>> {
  const shape = { rows, columns: 25, segments: 5, windows: 4 };
  return {
    small: { ...shape, objects: 10_000, labelObjects: 100 },
    large: { ...shape, objects: 10, labelObjects: 1 },
  };
}

/** The shape that the cost table varies. */
export const USUAL: LoadShape = {
  rows: 20_000,
  objects: 100,
  columns: 25,
  segments: 5,
  windows: 1,
  labelObjects: 1,
};
