/** Orders baseline versions as people count: v2 before v10. */
export function byVersion(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
