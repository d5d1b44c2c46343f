import type { Delivery, ReportFile, Sink } from '../../act/delivery.ts';
import { RefusedError } from '../../errors.ts';
import type { Finding } from '../../results.ts';
import type { Credentials } from './credentials.ts';
import { plainName } from './plain-name.ts';
import { request, requestJson, type Service } from './request.ts';

export interface MlflowOptions extends Credentials {
  readonly url: string;
  /** @default driftwatch/<monitor> */
  readonly experiment?: string | undefined;
  readonly monitor: string;
  readonly signal: AbortSignal;
}

interface Entry {
  readonly key: string;
  readonly value: string;
}

interface Run {
  readonly info: { readonly run_id: string; readonly artifact_uri: string };
  readonly data?: {
    readonly metrics?: readonly { readonly key: string }[];
    readonly params?: readonly Entry[];
    readonly tags?: readonly Entry[];
  };
}

const API = '/api/2.0/mlflow';
/** Of one batch; it takes 1000 things in all. */
const METRICS_PER_BATCH = 800;
const FINDINGS = 50;
const TAG_CHARACTERS = 4000;
const NAMES = { allowed: /[\w.\- :\p{L}\p{N}]/u, characters: 240 };
const FINDING = 'finding/';
const REVISION = 'driftwatch.revision';

/**
 * An MLflow tracking server, by its REST API: an experiment a monitor, a run a window.
 *
 * The run is found again by its tag `driftwatch.window`. A step is a window, so that a chart of all runs is a series. MLflow has
 * no way to take a value back: a revision is a run of its own, after which the one before it is deleted.
 */
export async function mlflowSink(options: MlflowOptions): Promise<Sink> {
  const { experiment: name = `driftwatch/${options.monitor}`, headers, secrets, signal } = options;
  const url = options.url.replace(/\/+$/, '');
  const service: Service = { name: 'mlflow', url, headers, secrets, signal };
  const experiment = await findExperiment(service, name);
  return { deliver: (delivery) => deliverWindow(service, experiment, delivery) };
}

async function findExperiment(service: Service, name: string): Promise<string> {
  const find = async () => {
    const path = `${API}/experiments/get-by-name?experiment_name=${encodeURIComponent(name)}`;
    try {
      const { experiment } = await requestJson<{
        experiment: { experiment_id: string; lifecycle_stage?: string };
      }>(service, 'GET', path);
      return experiment;
    } catch (error) {
      if (error instanceof RefusedError && error.message.includes('RESOURCE_DOES_NOT_EXIST'))
        return null;
      throw error;
    }
  };
  const found = await find();
  if (found?.lifecycle_stage === 'deleted')
    throw new RefusedError(
      `mlflow: experiment ${name} is deleted: restore it (mlflow experiments restore), or name another in sinks.mlflow.experiment`,
    );
  if (found) return found.experiment_id;
  const { experiment_id } = await requestJson<{ experiment_id: string }>(
    service,
    'POST',
    `${API}/experiments/create`,
    {
      name,
      tags: [
        {
          key: 'mlflow.note.content',
          value: 'Windows of a model in production, measured by Driftwatch.',
        },
        // Its pages are those of models, not of traces and prompts.
        { key: 'mlflow.experimentKind', value: 'custom_model_development' },
      ],
    },
  );
  return experiment_id;
}

async function deliverWindow(service: Service, experiment: string, delivery: Delivery) {
  const post = <Answer>(path: string, body: object) =>
    requestJson<Answer>(service, 'POST', `${API}${path}`, body);
  const content = contentOf(delivery);
  const { runs = [] } = await post<{ runs?: Run[] }>('/runs/search', {
    experiment_ids: [experiment],
    filter: `tags.\`driftwatch.window\` = '${delivery.window.start}'`,
    max_results: 10,
  });
  const kept = runs.find((run) => canBecome(run, content));
  const { info, data } = kept ?? (await createRun(service, experiment, delivery));
  const { run_id } = info;
  for (let i = 0; i < Math.max(1, content.metrics.length); i += METRICS_PER_BATCH)
    await post('/runs/log-batch', {
      run_id,
      metrics: content.metrics.slice(i, i + METRICS_PER_BATCH),
      ...(i === 0 && { params: content.params, tags: content.tags }),
    });
  const tagged = new Set(content.tags.map(({ key }) => key));
  for (const { key } of data?.tags ?? [])
    if (key.startsWith(FINDING) && !tagged.has(key))
      await post('/runs/delete-tag', { run_id, key });
  if (delivery.report) await storeReport(service, info.artifact_uri, delivery.report);
  const end_time = Date.parse(delivery.window.end);
  await post('/runs/update', { run_id, status: 'FINISHED', end_time });
  for (const { info } of runs.filter((run) => run !== kept))
    await post('/runs/delete', { run_id: info.run_id });
}

/** It is of the same revision: of another, metrics are other ones, and they can't be taken back, nor can params be changed. */
function canBecome({ data = {} }: Run, content: ReturnType<typeof contentOf>): boolean {
  const revision = (tags: readonly Entry[] = []) => tags.find(({ key }) => key === REVISION)?.value;
  if (revision(data.tags) !== revision(content.tags)) return false;
  const metrics = new Set(content.metrics.map(({ key }) => key));
  const params = new Map(content.params.map(({ key, value }) => [key, value]));
  return (
    (data.metrics ?? []).every(({ key }) => metrics.has(key)) &&
    (data.params ?? []).every(({ key, value }) => params.get(key) === value)
  );
}

async function createRun(
  service: Service,
  experiment_id: string,
  { window, revision }: Delivery,
): Promise<Run> {
  const { run } = await requestJson<{ run: Run }>(service, 'POST', `${API}/runs/create`, {
    experiment_id,
    run_name: window.start,
    start_time: Date.parse(window.start),
    tags: [
      { key: 'driftwatch.window', value: window.start },
      { key: REVISION, value: String(revision) },
      { key: 'mlflow.source.name', value: 'driftwatch' },
      { key: 'mlflow.source.type', value: 'JOB' },
    ],
  });
  return run;
}

function contentOf(delivery: Delivery) {
  const { monitor, window, step, revision, baseline, configuration, task, data, findings } =
    delivery;
  const timestamp = Date.parse(window.start);
  const entry = (key: string, value: string | number) => ({
    key,
    value: String(value).slice(0, TAG_CHARACTERS),
  });
  return {
    metrics: data.map((datum) => ({
      key: plainName(datum, NAMES),
      value: datum.value,
      timestamp,
      step,
    })),
    params: [
      entry('baseline', baseline),
      entry('configuration', configuration),
      entry('task', task),
    ],
    tags: [
      entry('driftwatch.monitor', monitor),
      entry(REVISION, revision),
      entry('driftwatch.status', statusOf(findings)),
      entry('mlflow.note.content', noteOf(delivery)),
      ...alertsFirst(findings)
        .slice(0, FINDINGS)
        .map((one) =>
          entry(`${FINDING}${plainName(one, NAMES)}`, `${one.severity}: ${one.message}`),
        ),
    ],
  };
}

function statusOf(findings: readonly Finding[]): 'ok' | 'warning' | 'alert' {
  if (findings.some(({ severity }) => severity === 'alert')) return 'alert';
  return findings.length > 0 ? 'warning' : 'ok';
}

function alertsFirst(findings: readonly Finding[]): Finding[] {
  const of = (severity: string) => findings.filter((one) => one.severity === severity);
  return [...of('alert'), ...of('warning')];
}

/** The run's description, in which MLflow takes text for Markdown: what comes from the log stands as code. */
function noteOf({ monitor, window, revision, findings }: Delivery): string {
  const head = `Window ${window.start} to ${window.end} of ${monitor}, revision ${revision}.`;
  const lines = alertsFirst(findings)
    .slice(0, FINDINGS)
    .map(({ severity, message }) => `- ${severity}: \`${message.replaceAll('`', "'")}\``);
  return [head, '', ...(lines.length > 0 ? lines : ['No findings.'])].join('\n');
}

/** Where the server hands artifacts on; one that has clients write to a store of its own takes none by REST. */
async function storeReport(service: Service, artifacts: string, report: ReportFile): Promise<void> {
  const match = /^mlflow-artifacts:\/(?:\/[^/]*\/)?(.*)$/.exec(artifacts);
  if (!match) return;
  const folder = (match[1] as string).replace(/^\/+|\/+$/g, '');
  await request(
    service,
    'PUT',
    `/api/2.0/mlflow-artifacts/artifacts/${folder}/${report.name}`,
    report.text,
    { 'Content-Type': report.type },
  );
}
