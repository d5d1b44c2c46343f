import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { Datum } from '../../lib/act/datum.ts';
import { openFolder } from '../../lib/adapters/folder/ports.ts';
import { MemoryTable } from '../../lib/adapters/memory/table.ts';
import { dimensionsOf, NAMESPACE } from '../../lib/adapters/sinks/cloudwatch.ts';
import { collect } from '../../lib/collect/collect.ts';
import { markdownText } from '../../lib/constructs/private/dashboard/markdown.ts';
import type { Monitor } from '../../lib/monitor/schema.ts';
import { runMonitor } from '../../lib/pipeline/run-monitor.ts';
import { memoryWorkspace } from '../collect/memory-workspace.ts';
import { monitor as example, exampleWorkspace, TODAY } from '../support/example-workspace.ts';
import { monitoringStack, monitorNamed, newApp, plain } from './synthesize.ts';

interface Widget {
  readonly type: string;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title?: string;
    readonly markdown?: string;
    readonly alarms?: readonly string[];
    readonly metrics?: readonly (readonly unknown[])[];
    readonly annotations?: { readonly horizontal: readonly { value: number; label: string }[] };
  };
}

type Props = Parameters<typeof monitoringStack>[1];

function dashboardsOf(monitors: readonly Monitor[], props: Props = {}): Map<string, Widget[]> {
  const stack = monitoringStack(newApp(), { ...props, monitors });
  const found = Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard');
  return new Map(
    Object.values(found).map(({ Properties }) => [
      Properties.DashboardName,
      JSON.parse(plain(Properties.DashboardBody)).widgets,
    ]),
  );
}

function widgetsOf(monitor: Monitor, props: Props = {}): Widget[] {
  return dashboardsOf([monitor], props).get(`Test-${monitor.monitor}`) ?? [];
}

/** A number that was published, as CloudWatch names it. */
interface Published {
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** What a run over the example sends. */
async function publishedBy(monitor: Monitor): Promise<Published[]> {
  const { root, remove } = await exampleWorkspace();
  const ports = await openFolder(root, { threads: 1 });
  const sent: Datum[] = [];
  const publish = async (data: readonly Datum[]) => void sent.push(...data);
  try {
    const outlets = { ...ports.outlets, publish };
    await runMonitor({ ...ports, outlets }, { monitor, now: TODAY, run: 'a' });
  } finally {
    await ports.close();
    await remove();
  }
  return sent.map((datum) => ({ name: datum.metric, dimensions: dimensionsOf(datum) }));
}

/** The metrics of our own that a dashboard names outright. */
function named(widgets: readonly Widget[]): Published[] {
  return widgets
    .flatMap(({ properties }) => properties.metrics ?? [])
    .filter(([namespace]) => namespace === NAMESPACE)
    .map((line) => {
      const texts = line.filter((one) => typeof one === 'string') as string[];
      const [, name = '', ...pairs] = texts;
      const dimensions: Record<string, string> = {};
      for (let i = 0; i < pairs.length; i += 2) dimensions[pairs[i] ?? ''] = pairs[i + 1] ?? '';
      return { name, dimensions };
    });
}

const SEARCH =
  /^SEARCH\('\{([^}]+)\} Monitor="([^"]+)" MetricName=\(([^)]+)\)', 'Average', (\d+)\)$/;

/** What CloudWatch would find for each search of a dashboard among what was published. */
function searched(widgets: readonly Widget[], published: readonly Published[]) {
  return widgets.flatMap(({ properties }) =>
    (properties.metrics ?? []).flatMap(([first]) => {
      const { expression = '' } = (first ?? {}) as { expression?: string };
      if (!expression.startsWith('SEARCH')) return [];
      expect(expression.length).toBeLessThanOrEqual(1024);
      const [, schema = '', monitor, list = ''] = SEARCH.exec(expression) ?? [];
      const [namespace, ...dimensions] = schema.split(',');
      expect(namespace).toBe(NAMESPACE);
      const names = list.split(' OR ').map((name) => JSON.parse(name) as string);
      const found = published.filter(
        (one) =>
          names.includes(one.name) &&
          one.dimensions.Monitor === monitor &&
          Object.keys(one.dimensions).sort().join() === dimensions.join(),
      );
      return [{ title: properties.title ?? '', names, found }];
    }),
  );
}

const key = ({ name, dimensions }: Published) =>
  JSON.stringify([name, Object.entries(dimensions).sort()]);

describe('a dashboard', () => {
  it('shows of its monitor what a run publishes, all of it, and nothing else', async () => {
    const published = await publishedBy(example);
    const widgets = widgetsOf(example);
    const keys = new Set(published.map(key));
    for (const one of named(widgets)) expect(keys).toContain(key(one));
    const searches = searched(widgets, published);
    for (const { names, found } of searches)
      expect([...new Set(found.map(({ name }) => name))].sort()).toEqual([...names].sort());
    const shown = new Set([...named(widgets), ...searches.flatMap(({ found }) => found)].map(key));
    expect([...keys].filter((one) => !shown.has(one))).toEqual([]);
    expect(searches.map(({ title }) => title)).toEqual([
      'Performance',
      'Drift',
      'Rows read and rejected (counts)',
      'Latency (ms)',
      'Throughput (per minute)',
    ]);
  }, 60_000);

  it('finds columns where the monitor file has metrics of columns published', async () => {
    const monitor = { ...example, cloudwatch: { publish: ['psi', 'missing_share', 'roc_auc'] } };
    const published = await publishedBy(monitor);
    const searches = searched(widgetsOf(monitor), published);
    const of = (title: string) => searches.find((one) => one.title === title)?.found ?? [];
    expect(of('Performance').map(({ name }) => name)).toContain('roc_auc');
    const columns = (title: string) =>
      new Set(of(title).map(({ dimensions }) => dimensions.Column));
    expect(columns('Drift by column')).toContain('income');
    expect(columns('Data quality by column')).toContain('income');
    expect(searches.every(({ found }) => found.length > 0)).toBe(true);
  }, 60_000);

  it('shows what is collected for its monitor, all that the collector publishes, and the alarms of it', async () => {
    const monitor: Monitor = {
      ...monitorNamed('income'),
      predictions: { from: 's3', format: 'open-inference' },
    };
    const sent: Datum[] = [];
    const publish = async (data: readonly Datum[]) => void sent.push(...data);
    const ports = { spool: new MemoryTable(), workspace: memoryWorkspace(), outlets: { publish } };
    await collect(ports, { monitor: 'income', labels: null }, new Date());
    const published = sent.map((datum) => ({
      ...{ name: datum.metric, dimensions: dimensionsOf(datum) },
    }));
    const plainly = widgetsOf(monitor);
    const widgets = widgetsOf(monitor, { collector: { auth: 'iam' } });
    const before = new Set(named(plainly).map(key));
    const more = named(widgets).map(key);
    expect(more.filter((one) => !before.has(one)).sort()).toEqual(published.map(key).sort());
    const alarms = widgets.flatMap(({ properties }) => properties.alarms ?? []);
    for (const name of ['CollectorRefuses', 'CollectorStopped'])
      expect(JSON.stringify(alarms)).toContain(name);
  });

  it('stays within what CloudWatch takes with everything published, and within three free ones by default', () => {
    const all = monitorNamed('m', {
      task: 'multiclass',
      columns: {
        timestamp: 'at',
        label: 't',
        scores: { a: 'a', b: 'b' },
        latency_ms: 'l',
        error: 'e',
      },
      fairness: { facets: ['sex'] },
      cloudwatch: { publish: 'all' },
    });
    const widgets = widgetsOf(all);
    expect(widgets.length).toBeLessThan(500);
    expect(searched(widgets, []).map(({ title }) => title)).toContain('Fairness by group');
    for (const { properties } of widgets) expect(properties.metrics?.length ?? 0).toBeLessThan(500);
    const usual = widgetsOf(example).flatMap(({ properties }) => properties.metrics ?? []);
    const lines = usual.filter(([first]) => typeof first === 'string');
    const found = searched(widgetsOf(example), []).flatMap(({ names }) => names);
    expect(
      new Set(lines.map((line) => JSON.stringify(line.filter((one) => typeof one === 'string'))))
        .size + found.length,
    ).toBeLessThanOrEqual(50);
  });

  it('leaves out what the monitor file says is not logged', () => {
    const bare = monitorNamed('m', { columns: { timestamp: 'at' } });
    const names = searched(widgetsOf(bare), []).flatMap((one) => one.names);
    expect(names).toEqual(['drifted_columns_share', 'rows', 'rejected', 'throughput_per_minute']);
  });

  it('has the alarms of its monitor and of the stack, of no other monitor', () => {
    const boards = dashboardsOf([monitorNamed('one'), monitorNamed('two')]);
    expect([...boards.keys()].sort()).toEqual(['Test-one', 'Test-two']);
    const alarms =
      boards.get('Test-one')?.flatMap(({ properties }) => properties.alarms ?? []) ?? [];
    expect(alarms).toHaveLength(7);
    expect(alarms.filter((name) => name.includes('one'))).toHaveLength(3);
    expect(alarms.some((name) => name.includes('two'))).toBe(false);
  });

  it('is made where the monitor file wants one, by default where it publishes numbers', () => {
    const counted = (cloudwatch: object) => dashboardsOf([monitorNamed('m', { cloudwatch })]).size;
    expect(counted({})).toBe(1);
    expect(counted({ publish: 'none' })).toBe(0);
    expect(counted({ dashboard: false })).toBe(0);
    expect(counted({ publish: 'none', dashboard: true })).toBe(1);
  });

  it('without published windows still shows pipeline and alarms, and says so', () => {
    const widgets = widgetsOf(
      monitorNamed('m', { cloudwatch: { publish: 'none', dashboard: true } }),
    );
    expect(searched(widgets, [])).toEqual([]);
    expect(new Set(named(widgets).map(({ name }) => name))).toEqual(
      new Set(['runs', 'work_left', 'predictions_read']),
    );
    expect(widgets[0]?.properties.markdown).toContain('`cloudwatch.publish` is none');
  });

  it('links to reports and says which commands to run', () => {
    const guide = (props: Props = {}) => widgetsOf(example, props)[0]?.properties.markdown ?? '';
    expect(guide()).toMatch(
      /\[Reports\]\(https:\/\/s3\.console\.aws\.amazon\.com\/s3\/buckets\/<\w+>/,
    );
    expect(guide()).toMatch(/driftwatch explain s3:\/\/<\w+> --monitor credit-risk/);
    expect(guide()).toMatch(/driftwatch run s3:\/\/<\w+> credit-risk/);
    expect(guide({ reportsUrl: 'https://reports.example' })).toContain(
      '[Reports](https://reports.example/reports/credit-risk/index.html)',
    );
  });

  it('draws the limits of the monitor file as lines', () => {
    const monitor = {
      ...example,
      thresholds: { roc_auc: { min: 0.75 }, psi: { max: 0.2, columns: ['income'] } },
    };
    const lines = widgetsOf(monitor).flatMap(
      ({ properties }) => properties.annotations?.horizontal ?? [],
    );
    expect(lines.map(({ value, label }) => [value, label])).toEqual([[0.75, 'roc_auc >= 0.75']]);
  });

  it('prices what the functions of the stack use by what each has of memory', () => {
    const widgets = widgetsOf(example, { memorySizes: { conclude: 2048 } });
    const [cost] = widgets.filter(({ properties }) => properties.title?.startsWith('Cost'));
    const expressions = JSON.stringify(cost?.properties.metrics);
    // Two gigabytes for a millisecond, at $0.0000133334 for a second of one.
    expect(expressions).toContain('* 0.0000000266668 ');
    expect(expressions).toContain('ConsumedWriteCapacityUnits');
  });
});

describe('markdownText', () => {
  it('shows a text as it stands, whatever Markdown would make of it', () => {
    expect(markdownText('a_b *c* `d` [e](https://f) <img src=x>\n# g | h')).toBe(
      'a\\_b \\*c\\* \\`d\\` \\[e\\](https://f) &lt;img src=x> \\# g \\| h',
    );
  });
});
