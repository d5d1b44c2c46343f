import { describe, expect, it } from 'vitest';
import { isDeclaration, parseDeclaration } from '../../lib/pipeline/declared-variants.ts';

const KEY = 'baselines/m/v2/variant.yaml';

describe('variant.yaml of a baseline version', () => {
  it('names the variant and its cross-validation, as folds or as mean and deviation', () => {
    const text =
      'variant: m2\ncross_validation:\n  roc_auc: [0.7, 0.8, 0.9]\n  mae: { mean: 3, std: 0.5 }\n  brier: [0.2]\n';
    const { crossValidation, ...rest } = parseDeclaration(KEY, text);
    expect(rest).toEqual({ version: 'v2', variant: 'm2' });
    expect(crossValidation.roc_auc?.mean).toBeCloseTo(0.8, 12);
    expect(crossValidation.roc_auc?.std).toBeCloseTo(0.1, 12);
    expect(crossValidation).toMatchObject({
      mae: { mean: 3, std: 0.5 },
      brier: { mean: 0.2, std: null },
    });
  });

  it('may be JSON, and may name a variant that looks like a number', () => {
    expect(parseDeclaration('baselines/m/v3/variant.json', '{"variant": 7}')).toEqual({
      version: 'v3',
      variant: '7',
      crossValidation: {},
    });
  });

  it.each([
    ['variant: [', /variant\.yaml/],
    ['cross_validation: {}', /variant\.yaml: variant: .*write it as in/s],
    ['{ variant: m2, cross_validation: { roc_auc: good } }', /cross_validation\.roc_auc/],
    ['{ variant: m2, score: 1 }', /variant\.yaml: the file: /],
  ])('is refused with its place where it is wrong: %s', (text, message) => {
    expect(() => parseDeclaration(KEY, text)).toThrow(message);
  });

  it('is no data', () => {
    expect(isDeclaration(KEY)).toBe(true);
    expect(isDeclaration('baselines/m/v2/reference.csv')).toBe(false);
    expect(isDeclaration('baselines/m/v2/my-variant.json')).toBe(false);
  });
});
