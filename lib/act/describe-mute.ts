import type { ActOutcome } from '../pipeline/act.ts';

const MUTES_SHOWN = 3;

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

/** The mutes of a run, in a few lines. */
export function describeMutes({ muted }: Pick<ActOutcome, 'muted'>): string[] {
  const more = muted.length - MUTES_SHOWN;
  return [
    ...muted.slice(0, MUTES_SHOWN).map((mute) => `Muted ${describeMute(mute)}`),
    ...(more > 0 ? [`and ${more} more mutes`] : []),
  ];
}
