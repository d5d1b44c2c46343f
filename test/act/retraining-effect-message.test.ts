import { expect, it } from 'vitest';
import { composeEffectMessage } from '../../lib/act/retraining-effect-message.ts';
import type { RetrainingEffect } from '../../lib/judge/retraining-effect.ts';

const effect: RetrainingEffect = {
  ...{ incident: 'column a@2026-11-02T00:00:00Z', cause: 'column a', request: 'r1' },
  ...{ requested: '2026-11-03T00:00:00Z', on: 'resolved', model: 'baseline v2', metrics: [] },
  windows: { before: '2026-11-02T00:00:00Z', after: '2026-11-09T00:00:00Z' },
  verdict: 'helped',
  message: 'column a: retraining helped (baseline v2)',
};

it('tells what a new version came to, and nothing where there is none', () => {
  const spontaneous: RetrainingEffect = { ...effect, model: null, verdict: 'unknown' };
  expect(composeEffectMessage('m', [])).toBeNull();
  expect(composeEffectMessage('m', [spontaneous])).toBeNull();
  const told = composeEffectMessage('m', [spontaneous, effect]);
  expect(told?.subject).toBe('m: retraining helped');
  expect(told?.text).toBe('m: retraining helped\n\n- column a: retraining helped (baseline v2)\n');
});
