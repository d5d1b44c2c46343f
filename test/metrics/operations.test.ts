import { expect, test } from 'vitest';
import { emptyProfile } from '../../lib/profile/profile.ts';
import { measureSlice, sliceInput } from '../golden/measure.ts';

const profile = { ...emptyProfile, rows: 120, errors: 6 };

test('rows, rejected rows, throughput', () => {
  const input = sliceInput({ current: profile, rejected: 30, windowMinutes: 60 });
  expect(measureSlice('rows', input)).toEqual({ value: 120, reference: null });
  expect(measureSlice('rejected', input)).toEqual({ value: 30, reference: null });
  expect(measureSlice('rejected_share', input)).toMatchObject({ value: 0.2, reference: null });
  expect(measureSlice('throughput_per_minute', input)).toEqual({ value: 2, reference: null });
});

test('nothing read and nothing rejected is no share', () => {
  expect(measureSlice('rejected_share', sliceInput({}))).toMatchObject({
    value: null,
    reason: 'there are no rows',
  });
});

test('error share beside a baseline that logged no errors, and one that did', () => {
  const baseline = { ...emptyProfile, rows: 10, errors: 1 };
  expect(measureSlice('error_share', sliceInput({ current: profile }))).toMatchObject({
    value: 0.05,
    reference: null,
  });
  expect(measureSlice('error_share', sliceInput({ baseline, current: profile }))).toMatchObject({
    reference: 0.1,
  });
  expect(
    measureSlice('error_share', sliceInput({ baseline, current: { ...profile, errors: null } }))
      ?.value,
  ).toBeNull();
});

test('latency of a window without any', () => {
  const column = {
    name: 'ms',
    role: 'latency',
    type: 'numeric',
    edges: [1, 2],
    decileEdges: [],
    center: 0,
  } as const;
  expect(measureSlice('latency_p50', sliceInput({ columns: [column], current: profile }))).toEqual({
    value: null,
    reference: null,
    reason: 'no latency was logged',
  });
});
