import { GetDashboardCommand, ListMetricsCommand, type Metric } from '@aws-sdk/client-cloudwatch';
import { CREDIT_RISK, type Scene } from '../support/scene.ts';

interface Body {
  readonly widgets: readonly {
    readonly properties: { readonly metrics?: readonly (readonly unknown[])[] };
  }[];
}

const nameOf = ({ MetricName, Dimensions = [] }: Metric) =>
  [MetricName, ...Dimensions.map(({ Name, Value }) => `${Name}=${Value}`).sort()].join(' ');

/** The deployed dashboard shows what CloudWatch has of the monitor, whether it names it or searches for it. */
export async function expectDashboard({ account: { cloudWatch }, report }: Scene): Promise<void> {
  const { DashboardBody = '{"widgets":[]}' } = await cloudWatch.send(
    new GetDashboardCommand({ DashboardName: `Driftwatch-${CREDIT_RISK}` }),
  );
  const { Metrics = [] } = await cloudWatch.send(
    new ListMetricsCommand({
      Namespace: 'Driftwatch',
      Dimensions: [{ Name: 'Monitor', Value: CREDIT_RISK }],
    }),
  );
  const published = new Set(Metrics.map(nameOf));
  const lines = (JSON.parse(DashboardBody) as Body).widgets.flatMap(
    ({ properties }) => properties.metrics ?? [],
  );
  const named = lines.flatMap(([namespace, metric, ...pairs]) =>
    namespace === 'Driftwatch' ? [`${metric} ${pairs[0]}=${pairs[1]}`] : [],
  );
  const searched = lines.flatMap(([first]) => {
    const { expression = '' } = (first ?? {}) as { expression?: string };
    const [, list = ''] = /MetricName=\(([^)]+)\)/.exec(expression) ?? [];
    return [...list.matchAll(/"([^"]+)"/g)].map(([, metric]) => `${metric} Monitor=${CREDIT_RISK}`);
  });
  const missing = named.filter((one) => !published.has(one));
  report.check(
    'the dashboard names metrics that were published',
    named.length > 0 && missing.length === 0,
    missing,
  );
  const shown = new Set([...named, ...searched]);
  const left = [...published].filter((one) => !shown.has(one));
  report.check(
    'the dashboard shows all that was published',
    published.size > 0 && left.length === 0,
    left,
  );
}
