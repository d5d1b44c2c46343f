import { describe, expect, it } from 'vitest';
import { chatNotification, chatText } from '../../lib/act/chat-notification.ts';
import { composeMessages } from '../../lib/act/compose-message.ts';
import { foldIncidents } from '../../lib/judge/incidents.ts';
import { NOTHING_ACTED } from '../../lib/pipeline/act.ts';
import { alertOn, judgedDay } from '../support/findings.ts';

const places = {
  workspace: 's3://b',
  results: 's3://b/results/m/',
  window: (start: string) => `s3://b/results/m/${start}.json`,
};

/** What a chat channel gets of an alert on a column of that name. */
function notificationOf(name: string) {
  const opened = foldIncidents([judgedDay(2, [alertOn(name)], [`column ${name}`])], {
    count: 1,
    of: 1,
  });
  const outcome = {
    ...{ ...NOTHING_ACTED, opened, request: null },
    retraining: { request: false as const, reason: 'no policy' },
  };
  const [message] = composeMessages('m', outcome, places);
  if (!message) throw new Error('no message');
  return chatNotification(message) as {
    content: { title: string; description: string; nextSteps: string[]; keywords: string[] };
    metadata: { threadId: string; summary: string; additionalContext: Record<string, string> };
  };
}

describe('chatNotification', () => {
  it('is a custom notification of one thread an incident, with what to do next', () => {
    expect(notificationOf('a')).toEqual({
      version: '1.0',
      source: 'custom',
      content: {
        textType: 'client-markdown',
        title: 'ALERT m: column a',
        description: [
          'Opened: outside its limits since the window of 2026-11-02T00:00:00Z',
          '1. column a (drift)',
          '   a: psi is 0.4, above 0.2',
          'No retraining was requested: no policy.',
        ].join('\n'),
        nextSteps: ['`driftwatch explain s3://b "column a@2026-11-02T00:00:00Z"`'],
        keywords: ['m', 'alert', 'drift'],
      },
      metadata: {
        threadId: 'm: column a@2026-11-02T00:00:00Z',
        summary: 'ALERT m: column a',
        eventType: 'opened',
        relatedResources: ['s3://b/results/m/2026-11-02T00:00:00Z.json'],
        additionalContext: {
          monitor: 'm',
          severity: 'alert',
          state: 'opened',
          incident: 'column a@2026-11-02T00:00:00Z',
          onset: '2026-11-02T00:00:00Z',
          causes: 'column a',
          result: 's3://b/results/m/2026-11-02T00:00:00Z.json',
        },
      },
    });
  });

  it.each([
    '<img src=x onerror=alert(1)>',
    '<!channel>',
    '<@U012AB3CD>',
    '<https://evil.example|the report>',
    '[the report](https://evil.example)',
    '@here',
    'two\nlines\u001b[31m\u202e',
  ])('shows a column called %j as text: no mention, no link, no line of its own', (name) => {
    const { title, description, nextSteps } = notificationOf(name).content;
    const shown = [title, description, ...nextSteps].join('\n');
    expect(shown).not.toMatch(/[<>]/);
    expect(title + description).not.toMatch(/\]\(|:\/\/|@(channel|here|everyone)/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: there must be none
    expect(shown.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u202e]/);
    expect(description.split('\n')).toHaveLength(
      notificationOf('a').content.description.split('\n').length,
    );
  });

  it('stays within what channels take, however long names are', () => {
    const { content, metadata } = notificationOf('long & <name> '.repeat(1000));
    expect(content.description.length).toBeLessThanOrEqual(3000);
    expect(content.title.length).toBeLessThanOrEqual(500);
    expect(metadata.threadId.length).toBeLessThanOrEqual(250);
    expect(JSON.stringify({ content, metadata }).length).toBeLessThan(10_000);
  });

  it('is what the e-mail says where nothing else was written for it', () => {
    const attributes = { monitor: 'm', severity: 'info' as const, kind: [] };
    expect(
      chatNotification({
        subject: 'm: promote b',
        text: 'm: promote b\n\nb beside a.\n',
        json: {},
        attributes,
      }),
    ).toMatchObject({
      content: { title: 'm: promote b', description: '\nb beside a.\n' },
      metadata: { eventType: 'info', additionalContext: { monitor: 'm', severity: 'info' } },
    });
  });
});

describe('chatText', () => {
  it('leaves plain text alone', () => {
    expect(chatText('income: psi is 0.604, above 0.2 (95 %)')).toBe(
      'income: psi is 0.604, above 0.2 (95 %)',
    );
    expect(chatText('R&D <b>')).toBe('R&amp;D &lt;b&gt;');
  });
});
