import { type Monitor, monitorSchema } from '../monitor/schema.ts';
import { readBaselineFile } from '../pipeline/ensure-baseline.ts';
import { resultOf } from '../pipeline/evaluate-window.ts';
import type { Ports } from '../pipeline/ports.ts';
import { countedProfiles, readProfiles } from '../pipeline/profile-file.ts';
import { gatherReference } from '../pipeline/reference.ts';
import { PROFILE_SCHEMA } from '../profile/profile-schema.ts';
import type { Finding, WindowResult } from '../results.ts';
import { resultText } from '../results-text.ts';
import { codeVersion } from './code-version.ts';
import { differences, findingLike, placeName } from './compare-results.ts';
import { sha256 } from './digest.ts';
import { profilesDigest } from './origin.ts';
import { sameContent } from './same-content.ts';
import type { WindowTrace } from './trace-window.ts';

/** What a window gives when it is computed once more. */
export interface WindowReplay {
  /** ISO start. */
  readonly window: string;
  readonly verdict: 'same' | 'differs' | 'cannot';
  /** Why it can't be recomputed; null where it was. */
  readonly reason: string | null;
  /** The incident's findings beside what is found now; null where nothing is. */
  readonly findings: readonly { readonly recorded: Finding; readonly recomputed: Finding | null }[];
  /** A sentence each. */
  readonly differences: readonly string[];
  /** What is not as it was when it was judged: inputs, code. */
  readonly changed: readonly string[];
}

/** Recomputes a window from its profiles and its baseline under the configuration that is on record. */
export async function replayWindow(
  ports: Ports,
  trace: WindowTrace,
  configuration: Monitor | null,
): Promise<WindowReplay> {
  const answer = { window: trace.window, changed: changesOf(trace) };
  const outcome = await recompute(ports, trace, configuration);
  if (typeof outcome === 'string') {
    const none = { findings: [], differences: [] };
    return { ...answer, ...none, verdict: 'cannot', reason: outcome };
  }
  const { result: recomputed, profiles } = outcome;
  const changed = [...answer.changed, ...unnamedChanges(trace, profiles)];
  const findings = trace.findings.map((recorded) => ({
    recorded,
    recomputed: findingLike(recomputed, recorded),
  }));
  const found = findings.flatMap(
    ({ recorded, recomputed }) => differenceOf(recorded, recomputed) ?? [],
  );
  const whole = isAsRecorded(trace, recomputed)
    ? []
    : await resultDifferences(ports, trace, recomputed);
  const all = [...found, ...whole];
  return {
    ...answer,
    changed,
    reason: null,
    verdict: all.length === 0 ? 'same' : 'differs',
    findings,
    differences: all,
  };
}

/** The result and the digest of the profiles that it is of, or why there is none. */
async function recompute(
  ports: Ports,
  { recorded, window, profiles }: WindowTrace,
  configuration: Monitor | null,
): Promise<{ readonly result: WindowResult; readonly profiles: string } | string> {
  if (!recorded) return 'no audit record holds the window';
  if (!configuration) return 'no audit record holds the configuration that it was judged under';
  const gone = profiles.find(({ now }) => now === 'gone');
  if (gone) return `the profile ${gone.key} is gone`;
  const monitor = monitorSchema.safeParse(asItWasRead(configuration));
  if (!monitor.success)
    return `this release does not take the configuration on record: ${monitor.error.issues[0]?.message}`;
  const { monitor: name } = monitor.data;
  const version = recorded.summary.baseline;
  const reference = await readBaselineFile(ports, name, version);
  if (!reference) return `the baseline ${version} is gone, or was built by code of other sums`;
  const start = Date.parse(window);
  const files = countedProfiles(monitor.data, await readProfiles(ports, name, start));
  if (files.length === 0) return 'its profiles are gone';
  const old = files.find(({ schema, slices }) => slices.length > 0 && schema !== PROFILE_SCHEMA);
  if (old) return `the profile of ${old.shard} was summed by code of other sums`;
  const other = files.find((file) => file.slices.length > 0 && file.baseline !== version);
  if (other) return `the profile of ${other.shard} is over the baseline ${other.baseline} by now`;
  const { revision, as_of = '' } = recorded.summary;
  const beside = await gatherReference(ports, monitor.data, start, reference);
  const result = resultOf(monitor.data, start, reference.baseline, files, beside);
  return { result: { ...result, revision, as_of }, profiles: profilesDigest(files) };
}

/** The first release knew a budget of false alarms only where the monitor file stated one. */
function asItWasRead(configuration: Monitor): unknown {
  const alerts: Partial<Monitor['alerts']> = configuration.alerts;
  return { ...configuration, alerts: { ...alerts, false_alarms: alerts.false_alarms ?? 'off' } };
}

/** Of profiles that are too many for the record to name. */
function unnamedChanges({ recorded }: WindowTrace, digest: string): string[] {
  const profiles = recorded?.summary.origin?.profiles;
  return profiles?.files === null && profiles.digest !== digest
    ? ['some of its profiles have changed, or come or gone since']
    : [];
}

function differenceOf(recorded: Finding, recomputed: Finding | null): string[] | null {
  if (sameContent(recorded, recomputed)) return null;
  const name = placeName(recorded);
  return [
    recomputed === null
      ? `${name}: the finding is not found any more`
      : `${name}: the finding was ${recorded.severity} at ${recorded.value}, now ${recomputed.severity} at ${recomputed.value}: ${recomputed.message}`,
  ];
}

/** By the digest on record; an older release did not record all that it covers. */
function isAsRecorded({ recorded }: WindowTrace, recomputed: WindowResult): boolean {
  return (
    recorded?.summary.as_of === undefined ||
    sha256(resultText(recomputed)) === recorded.summary.digest
  );
}

async function resultDifferences(
  ports: Ports,
  { result }: WindowTrace,
  recomputed: WindowResult,
): Promise<string[]> {
  const nameless = 'the result differs from the one on record, of which there is no file any more';
  if (result.now !== 'same') return [nameless];
  const text = await ports.workspace.read(result.key);
  const named = differences(JSON.parse(text ?? '') as WindowResult, recomputed);
  return named.length > 0 ? named : ['the result differs in what it says beside its measurements'];
}

const SINCE = { changed: 'has changed', new: 'has come since', gone: 'is gone' } as const;

function changesOf({ baseline, profiles, reference, recorded }: WindowTrace): string[] {
  const origin = recorded?.summary.origin;
  const now = codeVersion();
  return [
    ...(baseline?.now === 'changed' ? [`${baseline.key} has changed`] : []),
    ...profiles
      .filter(({ now }) => now === 'changed' || now === 'new')
      .map(({ key, now }) => (now === 'new' ? `${key} has come since` : `${key} has changed`)),
    ...reference
      .filter(({ now }) => now === 'changed' || now === 'new' || now === 'gone')
      .map(
        ({ name, now }) => `${name}, that it is compared with, ${SINCE[now as keyof typeof SINCE]}`,
      ),
    ...(origin && origin.code.build !== now.build
      ? [
          `the code is another: ${origin.code.version} (${origin.code.build}) judged it, this is ${now.version} (${now.build})`,
        ]
      : []),
  ];
}
