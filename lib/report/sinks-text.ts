import { describeSink } from '../act/sink-news.ts';
import type { RunSummary } from '../pipeline/run-monitor.ts';

/** What went to the monitor's sinks, and what people are told of them, for a terminal. */
export function sinksText({ delivered = [], sinks = [] }: RunSummary): string[] {
  const counted = (count: number) => `${count} window${count === 1 ? '' : 's'}`;
  return [
    ...delivered.flatMap(({ sink, delivered: sent, left, error }) =>
      error === null
        ? sent > 0
          ? [`sent to ${sink}: ${counted(sent)}`]
          : []
        : [
            `NOT SENT to ${sink}: ${counted(left)}${sent > 0 ? ` after ${sent}` : ''}; the next run sends them: ${error}`,
          ],
    ),
    ...sinks
      .filter(({ isNews }) => isNews)
      .map((news) => `people were told: ${describeSink(news)}`),
  ];
}
