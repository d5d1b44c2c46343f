import type { SinkKind } from '../monitor/settings/sinks.ts';

/** That a sink takes nothing, or takes all again. */
export type SinkNews =
  | {
      readonly sink: SinkKind;
      readonly state: 'failing';
      /** People are told of it by this run. */
      readonly isNews: boolean;
      /** ISO time of the first run in a row that failed. */
      readonly since: string;
      readonly runs: number;
      readonly error: string;
      readonly refused: boolean;
      /** Windows that it does not have yet. */
      readonly left: number;
    }
  | {
      readonly sink: SinkKind;
      readonly state: 'recovered';
      readonly isNews: true;
      readonly since: string;
    };

/** One sink as a sentence. */
export function describeSink(news: SinkNews): string {
  const { sink, since } = news;
  if (news.state === 'recovered')
    return `${sink} takes windows again; those since ${since} were sent after`;
  const { refused, runs, left, error } = news;
  const windows = `${left} window${left === 1 ? '' : 's'} wait${left === 1 ? 's' : ''}`;
  const next = refused
    ? 'It refuses what it is sent until its settings or its credentials are mended; then the next run sends all.'
    : 'The next run that reaches it sends all.';
  return `${sink} has taken nothing since ${since} (${runs} run${runs === 1 ? '' : 's'}), ${windows}: ${error}. ${next}`;
}
