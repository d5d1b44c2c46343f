import { printable } from '../printable.ts';
import type { Message } from './message.ts';
import { shorten } from './wrap-line.ts';

/** Characters; Slack takes 3,000 in a block of text, and the other fields are headings and labels. */
const MOST = { title: 250, description: 2800, step: 400, resource: 1000, label: 250 } as const;

/**
 * A message as Amazon Q Developer in chat applications takes it for Slack and Microsoft Teams: its custom notification schema, 1.0.
 *
 * Names from the log can neither mention anybody nor make a link: see `chatText`.
 *
 * @see https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
export function chatNotification({ subject, text, chat, attributes }: Message): object {
  const lines = chat?.lines ?? text.split('\n').slice(1);
  const { monitor, severity, kind } = attributes;
  const { thread, steps = [], resources = [], context = {} } = chat ?? {};
  const said = { monitor, severity, ...context };
  return {
    version: '1.0',
    source: 'custom',
    content: {
      textType: 'client-markdown',
      title: chatText(shorten(subject, MOST.title)),
      description: fitted(lines.length > 0 ? lines : [subject]),
      ...(steps.length > 0 && {
        nextSteps: steps.map((step) => stepText(shorten(step, MOST.step))),
      }),
      keywords: [monitor, severity, ...kind],
    },
    metadata: {
      // Two monitors may have incidents of the same name.
      ...(thread !== undefined && {
        threadId: shorten(printable(`${monitor}: ${thread}`), MOST.label),
      }),
      summary: chatText(shorten(subject, MOST.label)),
      eventType: context.state ?? severity,
      ...(resources.length > 0 && {
        relatedResources: resources.map((one) => shorten(printable(one), MOST.resource)),
      }),
      additionalContext: Object.fromEntries(
        Object.entries(said).map(([name, value]) => [name, shorten(value, MOST.resource)]),
      ),
    },
  };
}

/**
 * A text that a chat channel shows as it stands. Slack's `<!channel>`, `<@U...>` and `<link>` are written with entities; a
 * character of no width comes into what else would become a mention or a link.
 */
export function chatText(text: string): string {
  return withEntities(text)
    .replaceAll('](', `]${NO_WIDTH}(`)
    .replaceAll('://', `:${NO_WIDTH}//`)
    .replaceAll(/@(?=channel|here|everyone)/gi, `@${NO_WIDTH}`);
}

const NO_WIDTH = '\u2060';

function withEntities(text: string): string {
  return printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A command stands as code, to be copied, in which nothing is a link. */
function stepText(step: string): string {
  if (!step.startsWith('driftwatch ')) return withEntities(step);
  return step.includes('`') ? chatText(step) : `\`${withEntities(step)}\``;
}

/** So many of the lines as there is room for. */
function fitted(lines: readonly string[]): string {
  const shown: string[] = [];
  let room: number = MOST.description;
  for (const line of lines.map(chatText)) {
    room -= line.length + 1;
    if (room < 0) return [...shown, '...'].join('\n');
    shown.push(line);
  }
  return shown.join('\n');
}
