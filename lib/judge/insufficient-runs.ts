import { INSUFFICIENT_WINDOWS } from '../monitor/pipeline-metrics.ts';
import type { Finding } from '../results.ts';
import type { Carried, Evident } from './add-evidence.ts';
import type { AlertPolicy } from './alert-policy.ts';
import { INSUFFICIENT_DATA, type JudgedWindow, type Unjudged } from './judged-window.ts';

/** Windows in a row that could not judge a cause. */
export interface InsufficientRun extends Pick<Unjudged, 'lacks' | 'reason'> {
  readonly count: number;
  /** ISO start of the first. */
  readonly since: string;
}

const NAMED = 3;
const ADVICE = {
  rows: 'A longer window, more predictions or a lower alerts.min_rows would let them be judged.',
  labels:
    'Labels do not come, come too late, or match no prediction: see labels.wait and rejected/.',
  labelsInLog:
    'The monitor file has no `labels`, so they are looked for in the log of predictions alone: where they come as files of their own, add `labels: { from: s3 }`.',
} as const;

/**
 * Windows with a finding where a cause could not be judged for `insufficient` windows in a row, one for each thing that is
 * lacking. Of labels, which may take their time, as many windows more are waited for. Windows of which the first release did
 * not note what they lack change nothing.
 */
export function addInsufficientRuns(
  windows: readonly JudgedWindow[],
  carried: ReadonlyMap<string, Carried>,
  policy: AlertPolicy,
): Evident {
  const runs = new Map(
    [...carried].flatMap(([cause, { insufficient }]) =>
      insufficient ? [[cause, insufficient] as const] : [],
    ),
  );
  const more = windows.map((window) => {
    if (policy.insufficient === undefined || !window.unjudged) return window;
    for (const cause of window.judged) runs.delete(cause);
    for (const { cause, ...lack } of window.unjudged) {
      if (lack.lacks === 'labels' && policy.labelWindows === null) continue;
      const { count = 0, since = window.start } = runs.get(cause) ?? {};
      runs.set(cause, { ...lack, count: count + 1, since });
    }
    const findings = (['rows', 'labels'] as const).flatMap(
      (lacks) => findingOf(lacks, runs, policy.insufficient ?? 0, policy) ?? [],
    );
    const judged = [...new Set([...window.judged, INSUFFICIENT_DATA])].sort();
    return { ...window, judged, findings: [...window.findings, ...findings] };
  });
  const left = new Map<string, Carried>();
  for (const [cause, one] of carried) {
    const { insufficient: _, ...others } = one;
    if (Object.keys(others).length > 0) left.set(cause, others);
  }
  for (const [cause, insufficient] of runs) left.set(cause, { ...left.get(cause), insufficient });
  return { windows: more, carried: left };
}

function findingOf(
  lacks: Unjudged['lacks'],
  runs: ReadonlyMap<string, InsufficientRun>,
  insufficient: number,
  { labelWindows, labelsInLog = false }: AlertPolicy,
): Finding | null {
  const wait = lacks === 'labels' ? (labelWindows ?? 0) : 0;
  const long = [...runs]
    .filter(([, run]) => run.lacks === lacks && run.count >= insufficient + wait)
    .sort(([a, one], [b, other]) => other.count - one.count || (a < b ? -1 : 1));
  const [longest] = long;
  if (!longest) return null;
  const [, { count, since, reason }] = longest;
  const names = long.slice(0, NAMED).map(([cause]) => cause);
  const others = long.length > NAMED ? ` and ${long.length - NAMED} more` : '';
  return {
    ...{ metric: INSUFFICIENT_WINDOWS, column: null, segment: null, variant: null },
    ...{ kind: 'operations', severity: 'alert', value: count, reference: null },
    threshold: { max: insufficient + wait - 1, source: 'monitor' },
    since,
    message: `${names.join(', ')}${others}: too few ${lacks} to judge ${count} windows in a row, since that of ${since} (${reason}). ${ADVICE[lacks === 'labels' && labelsInLog ? 'labelsInLog' : lacks]}`,
  };
}
