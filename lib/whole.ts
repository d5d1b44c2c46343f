/** Whether something is of all rows: of no segment and no variant. */
export function isWhole({
  segment,
  variant,
}: {
  readonly segment: string | null;
  readonly variant: string | null;
}): boolean {
  return segment === null && variant === null;
}
