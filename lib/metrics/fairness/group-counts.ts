import type { OutcomeFrame } from '../../profile/column.ts';
import type { Profile } from '../../profile/profile.ts';
import type { Decided } from '../../stats/demographic-disparity.ts';
import type { Confusion } from '../../stats/generalized-entropy.ts';

/** Rows of a group by what is told apart; every row is in one of them. */
export type GroupCounts = { readonly [what: string]: number };

/** Which counts of a group a metric is made of. */
export interface CountedBy<Counts> {
  readonly tasks: readonly OutcomeFrame['task'][];
  readonly restsOn: 'rows' | 'labels';
  /** What must be logged for it, for people. */
  readonly needs: string;
  /** What is counted, as in "this facet value has no <rows>". */
  readonly rows: string;
  /** Undefined where the profile has none of it. */
  read(profile: Profile): Counts | undefined;
}

type Plain<T> = { readonly [K in keyof T]: number };

export const byRow: CountedBy<{ readonly rows: number }> = {
  tasks: ['binary', 'multiclass', 'regression'],
  restsOn: 'rows',
  needs: 'facets',
  rows: 'rows',
  read: ({ rows }) => ({ rows }),
};

/** All rows with a decision, labelled or not. */
export const byDecision: CountedBy<Plain<Decided>> = {
  tasks: ['binary'],
  restsOn: 'rows',
  needs: 'facets (binary)',
  rows: 'predictions',
  read: ({ predictions: { decisions } }) =>
    decisions && { positive: decisions.positive, negative: decisions.negative },
};

/** Rows whose prediction and label are both known. */
export const byConfusion: CountedBy<Plain<Confusion>> = {
  tasks: ['binary'],
  restsOn: 'labels',
  needs: 'labels and facets (binary)',
  rows: 'labelled rows',
  read: ({ outcome: { binary } }) =>
    binary && {
      truePositive: binary.truePositive,
      falsePositive: binary.falsePositive,
      trueNegative: binary.trueNegative,
      falseNegative: binary.falseNegative,
    },
};

/** The same rows by their label alone. */
export const byLabel: CountedBy<Plain<Decided>> = {
  ...byConfusion,
  read: ({ outcome: { binary } }) =>
    binary && {
      positive: binary.truePositive + binary.falseNegative,
      negative: binary.trueNegative + binary.falsePositive,
    },
};

/** The same, by as many classes as there are. */
export const byLabelledClass: CountedBy<GroupCounts> = {
  ...byLabel,
  tasks: ['binary', 'multiclass'],
  needs: 'labels and facets (binary, multiclass)',
  read: (profile) => byLabel.read(profile) ?? actualClasses(profile),
};

function actualClasses({ outcome: { multiclass } }: Profile): GroupCounts | undefined {
  if (!multiclass) return undefined;
  const counts = new Map<string, number>();
  for (const [pair, count] of Object.entries(multiclass.confusion)) {
    const [actual = ''] = JSON.parse(pair) as string[];
    counts.set(actual, (counts.get(actual) ?? 0) + count);
  }
  return Object.fromEntries(counts);
}
