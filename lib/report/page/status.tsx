import type { Status } from '../../results.ts';

/** A word and a shape for each status, so that none is told by its colour alone. */
export const STATUS_WORDS: Readonly<Record<Status, readonly [string, string]>> = {
  alert: ['▲', 'Alert'],
  warning: ['◆', 'Warning'],
  ok: ['●', 'Within limits'],
  insufficient: ['○', 'Too little to say'],
};

/** The most urgent first. */
export const BY_URGENCY: readonly Status[] = ['alert', 'warning', 'ok', 'insufficient'];

export function StatusMark({ status, word }: { status: Status; word?: string | undefined }) {
  const [shape, name] = STATUS_WORDS[status];
  return (
    <span class={`status ${status}`}>
      <span aria-hidden="true">{shape}</span>
      {word ?? name}
    </span>
  );
}

/** The most urgent of them; `insufficient` where there are none. */
export function worstStatus(statuses: readonly Status[]): Status {
  return BY_URGENCY.find((status) => statuses.includes(status)) ?? 'insufficient';
}
