import { describe, expect, it } from 'vitest';
import { printable, terminalText } from '../lib/printable.ts';

describe('printable', () => {
  it('leaves what people write as it is', () => {
    for (const text of [
      'income',
      'Größe (cm)',
      '年齢 👩‍💻',
      '<img src=x onerror=alert(1)>',
      'a\\b',
    ])
      expect(printable(text)).toBe(text);
  });

  it('writes out what would steer a terminal, break a line or turn it around', () => {
    expect(printable('a\nb\r\tc')).toBe('a\\nb\\r\\tc');
    expect(printable('\u001b[2J\u0007\u009b31m')).toBe('\\u{1b}[2J\\u{7}\\u{9b}31m');
    expect(printable('\u202etxt.exe\u2028')).toBe('\\u{202e}txt.exe\\u{2028}');
  });
});

describe('terminalText', () => {
  it('keeps lines and colours, and writes out all else that steers a terminal', () => {
    expect(terminalText('\u001b[31mALERT\u001b[39m a\nb')).toBe('\u001b[31mALERT\u001b[39m a\nb');
    expect(terminalText('a\u001b[2Jb\u001b]0;t\u0007\r\n\u001b[1A')).toBe(
      'a\\u{1b}[2Jb\\u{1b}]0;t\\u{7}\\r\n\\u{1b}[1A',
    );
  });
});
