import { describe, expect, it } from 'vitest';
import { dimensionValue } from '../../../lib/adapters/sinks/dimension-value.ts';

describe('dimensionValue', () => {
  it.each([
    ['income', 'income'],
    ['country=DE', 'country=DE'],
    ['city=Zürich', 'city=Z%C3%BCrich'],
    ['a\tb', 'a%09b'],
    [':x', '%3Ax'],
    ['', '(empty)'],
    ['  ', '(blank)'],
    ['\ud800', '%EF%BF%BD'],
  ])('%j becomes %s', (text, value) => {
    expect(dimensionValue(text)).toBe(value);
  });

  it('keeps long texts apart within 1024 characters', () => {
    const [a, b] = [dimensionValue(`${'ü'.repeat(900)}a`), dimensionValue(`${'ü'.repeat(900)}b`)];
    expect(a.length).toBe(1024);
    expect(a).not.toBe(b);
  });
});
