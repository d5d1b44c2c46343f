/** Rows of one segment, of one variant, or of both together. */
export interface Slice {
  /** `country=DE` */
  readonly segment: string | null;
  readonly variant: string | null;
}

/** `country=DE`, `variant m2`, `country=DE, variant m2`; null for all rows. */
export function sliceName({ segment, variant }: Slice): string | null {
  const parts = [segment, variant === null ? null : `variant ${variant}`].filter(
    (part) => part !== null,
  );
  return parts.length > 0 ? parts.join(', ') : null;
}

/** What a name is made of. */
export function sliceOf(name: string): Slice {
  const [, segment, variant] = /^(?:(.*), )?variant (.*)$/s.exec(name) ?? [null, name];
  return { segment: segment ?? null, variant: variant ?? null };
}
