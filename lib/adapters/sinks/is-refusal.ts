/** Whether a service of AWS says no, and would again: neither it fails, nor is it asked for too much at once. */
export function isRefusal(error: unknown): boolean {
  const { $fault: fault, name = '' } = error as { $fault?: string; name?: string };
  return fault === 'client' && !/throttl/i.test(name);
}
