import type { Monitor } from './schema.ts';

/** Whether the stack makes a dashboard for a monitor: as its file says, or else where it publishes numbers to show. */
export function hasDashboard({ cloudwatch: { dashboard, publish } }: Monitor): boolean {
  return dashboard ?? publish !== 'none';
}
