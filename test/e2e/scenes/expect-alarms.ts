import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { CREDIT_RISK, type Scene } from '../support/scene.ts';

/** Alarms over the pipeline itself: quiet once a run has published its signs of life. */
export async function expectAlarms({ account, report }: Scene): Promise<void> {
  const { MetricAlarms = [] } = await account.cloudWatch.send(
    new DescribeAlarmsCommand({ AlarmNamePrefix: 'Driftwatch-' }),
  );
  const states = MetricAlarms.map(({ AlarmName, StateValue }) => `${AlarmName} ${StateValue}`);
  for (const state of states) report.note(state);
  for (const name of ['stopped', 'no-data']) {
    const quiet = states.includes(`Driftwatch-${CREDIT_RISK}-${name} OK`);
    report.check(`the alarm ${CREDIT_RISK}-${name} is quiet`, quiet, states);
  }
}
