import type { ActOutcome } from '../pipeline/act.ts';

/** `until 2026-12-31T00:00:00Z: columns age, metrics psi (known; 1 incident hidden)` */
export function describeMute(mute: ActOutcome['muted'][number]): string {
  const named = (['columns', 'metrics', 'segments'] as const).flatMap((what) =>
    mute[what] ? [`${what} ${mute[what].join(', ')}`] : [],
  );
  const hidden =
    mute.hidden > 0 ? [`${mute.hidden} incident${mute.hidden === 1 ? '' : 's'} hidden`] : [];
  const notes = [mute.reason ?? [], hidden].flat();
  const until = new Date(mute.until).toISOString().replace('.000Z', 'Z');
  return `until ${until}: ${named.join(', ')}${notes.length > 0 ? ` (${notes.join('; ')})` : ''}`;
}
