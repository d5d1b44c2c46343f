import { expect, it } from 'vitest';
import { startRecorder } from '../support/recorder.ts';
import { call } from './support/call.ts';

it("what the page logs to Comet's production monitoring arrives as events and labels", async () => {
  const comet = await startRecorder(() => ({ body: {} }));
  await call('mpm', [], {
    COMET_URL_OVERRIDE: comet.url,
    COMET_API_KEY: 'aCometApiKeyThatIsASecret',
    COMET_WORKSPACE: 'team',
    MONITOR: 'credit-risk',
  });
  await comet.stop();
  const sent = (end: string) =>
    comet.requests
      .filter(({ path }) => path.endsWith(end))
      .flatMap(({ body }) => (body as { data: Record<string, unknown>[] }).data);
  const events = sent('events/batch');
  expect(events.map(({ predictionId }) => predictionId)).toEqual(
    Array.from({ length: 30 }, (_, i) => `p${i}`),
  );
  expect(events[0]).toMatchObject({
    workspaceName: 'team',
    modelName: 'credit-risk',
    features: { income: 20_000, country: 'DE' },
    prediction: { value: 1, probability: 0.5 },
  });
  expect(Math.abs(Number(events[0]?.timestamp) - Date.now())).toBeLessThan(120_000);
  expect(sent('labels/batch')).toMatchObject([{ predictionId: 'p3' }]);
});
