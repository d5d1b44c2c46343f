import type { Datum } from '../../act/datum.ts';
import type { Delivery, ReportFile, Sink } from '../../act/delivery.ts';
import { inParallel } from '../../in-parallel.ts';
import { plainName } from './plain-name.ts';
import { request, requestJson, type Service } from './request.ts';

export interface CometOptions {
  readonly url: string;
  readonly workspace: string;
  readonly project: string;
  readonly apiKey: string;
  readonly signal: AbortSignal;
}

interface Experiment {
  readonly experimentKey: string;
  readonly experimentName?: string;
}

const API = '/api/rest/v2';
const NAMES = { allowed: /[^\p{C}]/u, characters: 240 };
const AT_ONCE = 4;
const FINDINGS = 50;

/**
 * Comet, by its documented REST API: an experiment a window, found again by its name.
 *
 * Its keys are Comet's to give, so the project's experiments are listed once a run. A step is a window, so that a panel of all
 * experiments is a series; a revision is an experiment of its own, after which the one before it is archived.
 */
export async function cometSink(options: CometOptions): Promise<Sink> {
  const { workspace, project, apiKey, signal } = options;
  const service: Service = {
    name: 'comet',
    url: options.url.replace(/\/+$/, ''),
    headers: { Authorization: apiKey },
    secrets: [apiKey],
    signal,
  };
  const experiments = await listExperiments(service, workspace, project);
  return {
    deliver: async (delivery) => {
      const { window, revision } = delivery;
      const name = revision === 1 ? window.start : `${window.start} r${revision}`;
      const experimentKey =
        experiments.get(name) ?? (await createExperiment(service, { workspace, project, name }));
      experiments.set(name, experimentKey);
      await deliverWindow(service, experimentKey, delivery);
      for (const [other, key] of [...experiments]) {
        if (other === name || other.split(' ')[0] !== window.start) continue;
        const query = new URLSearchParams({ experimentKey: key });
        await request(service, 'GET', `${API}/write/experiment/archive?${query}`);
        experiments.delete(other);
      }
    },
  };
}

/** Keys by name; none where there is no such project yet: the first experiment makes it. */
async function listExperiments(service: Service, workspace: string, project: string) {
  const { projects = [] } = await requestJson<{ projects?: { projectName: string }[] }>(
    service,
    'GET',
    `${API}/projects?${new URLSearchParams({ workspaceName: workspace })}`,
  );
  if (!projects.some(({ projectName }) => projectName === project))
    return new Map<string, string>();
  const query = { workspaceName: workspace, projectName: project, archived: 'false' };
  const { experiments = [] } = await requestJson<{ experiments?: Experiment[] }>(
    service,
    'GET',
    `${API}/experiments?${new URLSearchParams(query)}`,
  );
  return new Map(
    experiments.map(({ experimentName, experimentKey }) => [experimentName ?? '', experimentKey]),
  );
}

async function createExperiment(
  service: Service,
  { workspace, project, name }: { workspace: string; project: string; name: string },
): Promise<string> {
  const { experimentKey } = await requestJson<Experiment>(
    service,
    'POST',
    `${API}/write/experiment/create`,
    { workspaceName: workspace, projectName: project, experimentName: name },
  );
  return experimentKey;
}

async function deliverWindow(service: Service, experimentKey: string, delivery: Delivery) {
  const { window, step, revision, data, findings, report } = delivery;
  const write = (path: string, body: object) =>
    requestJson(service, 'POST', `${API}/write/experiment/${path}`, { experimentKey, ...body });
  const timestamp = Date.parse(window.start);
  await write('set-start-end-time', {
    startTimeMillis: timestamp,
    endTimeMillis: Date.parse(window.end),
  });
  for (const [parameterName, parameterValue] of Object.entries(parametersOf(delivery)))
    await write('parameter', { parameterName, parameterValue });
  const alerts = findings.filter(({ severity }) => severity === 'alert');
  const found = [...alerts, ...findings.filter((one) => !alerts.includes(one))].slice(0, FINDINGS);
  const others = {
    monitor: delivery.monitor,
    revision,
    findings: found.map(({ severity, message }) => `${severity}: ${message}`).join('\n') || 'none',
  };
  for (const [key, value] of Object.entries(others)) await write('log-other', { key, value });
  await inParallel(data, AT_ONCE, async (datum: Datum) => {
    await write('metric', {
      metricName: plainName(datum, NAMES),
      metricValue: datum.value,
      step,
      timestamp,
    });
  });
  if (report) await storeReport(service, experimentKey, report);
}

function parametersOf({ baseline, configuration, task }: Delivery) {
  return { baseline, configuration, task };
}

async function storeReport(service: Service, experimentKey: string, report: ReportFile) {
  const query = new URLSearchParams({
    experimentKey,
    fileName: report.name,
    overwrite: 'true',
    extension: report.name.replace(/^.*\./, ''),
  });
  const body = new FormData();
  body.append('file', new Blob([report.text], { type: report.type }), report.name);
  await request(service, 'POST', `${API}/write/experiment/upload-asset?${query}`, body);
}
