import type { Message } from './message.ts';
import { describeSink, type SinkNews } from './sink-news.ts';

/** What people are told of sinks that take nothing, and of those that do again: once each. */
export function sinkMessages(monitor: string, sinks: readonly SinkNews[] = []): Message[] {
  const news = sinks.filter(({ isNews }) => isNews);
  const failing = news.filter(({ state }) => state === 'failing');
  const recovered = news.filter(({ state }) => state === 'recovered');
  return [
    ...(failing.length > 0 ? [about(monitor, failing, 'info', 'Sinks failing')] : []),
    ...(recovered.length > 0 ? [about(monitor, recovered, 'resolved', 'Sinks recovered')] : []),
  ];
}

function about(
  monitor: string,
  news: readonly SinkNews[],
  severity: 'info' | 'resolved',
  subject: string,
): Message {
  const title = `${subject} ${monitor}: ${news.map(({ sink }) => sink).join(', ')}`;
  const rest =
    severity === 'info'
      ? ['Monitoring, alerts and results are not concerned: only that tool does not show them.']
      : [];
  return {
    subject: title,
    text: `${[title, ...news.map(describeSink), ...rest].join('\n\n')}\n`,
    json: { schema: 1, monitor, severity, sinks: news },
    attributes: { monitor, severity, kind: ['operations'] },
  };
}
