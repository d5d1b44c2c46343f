import { parseMonitor } from '../../lib/monitor/load.ts';
import { seededRandom } from '../support/random.ts';

/** Small, with everything in it: a drift that opens and ends, one that a correction undoes, labels early, late, twice and for nothing. */
export const monitor = parseMonitor(
  `monitor: tiny
task: binary
window: 1d
look_back: 4d
columns:
  id: id
  timestamp: at
  prediction: guess
  label: y
  variant: model
  segments: [shop]
  features: { x: numeric, c: categorical }
labels:
  from: s3
  wait: 3d
alerts:
  min_rows: 50
retrain:
  on: [drift, quality]
  cooldown: 1d
`,
  'tiny.yaml',
);

/** A file that someone drops, or drops anew. */
export interface Drop {
  readonly key: string;
  readonly body: string;
  /** ISO time of the drop. */
  readonly modified: string;
}

/** A run of the schedule, and what was dropped before it. */
export interface ScheduledRun {
  readonly run: string;
  readonly now: Date;
  readonly drops: readonly Drop[];
}

interface Rows {
  readonly ids: string;
  readonly day: string;
  readonly count: number;
  readonly stretch?: number;
  readonly category?: string;
}

function rows({ ids, day, count, stretch = 1, category }: Rows): Record<string, unknown>[] {
  const random = seededRandom([...(ids + day)].reduce((sum, c) => sum * 31 + c.charCodeAt(0), 7));
  return Array.from({ length: count }, (_, i) => {
    // Few values, so that there are few bins.
    const x = (Math.round(4 * (random() + random())) / 4) * stretch;
    const minute = Math.floor((i * 1440) / count);
    const at = new Date(Date.parse(`${day}T00:00:00Z`) + minute * 60_000).toISOString();
    const guess = x > 1 ? 1 : 0;
    const y = random() < 0.8 ? guess : 1 - guess;
    const c = random() < 0.6 ? 'red' : 'blue';
    return { id: `${ids}${i}`, at, guess, x, c: category ?? c, shop: 'web', model: 'v1', y };
  });
}

const jsonl = (some: readonly Record<string, unknown>[]) =>
  some.map(({ y: _, ...row }) => `${JSON.stringify(row)}\n`).join('');
const csv = (some: readonly Record<string, unknown>[], columns: readonly string[]) =>
  [columns, ...some.map((row) => columns.map((column) => row[column]))]
    .map((line) => `${line.join(',')}\n`)
    .join('');

const drifted = rows({ ids: 'a', day: '2026-11-03', count: 60, stretch: 3 });
const more = rows({ ids: 'b', day: '2026-11-03', count: 60, stretch: 3 });
const late = rows({ ids: 'e', day: '2026-11-03', count: 20, stretch: 3 });
const odd = [
  ...rows({ ids: 'c', day: '2026-11-03', count: 60, category: 'odd' }),
  // It begins before anything else does: an incident of its own.
  ...rows({ ids: 'o', day: '2026-11-02', count: 60, category: 'odd' }),
  // A window that holds nothing any more once the file is replaced.
  ...rows({ ids: 'z', day: '2026-11-01', count: 5 }),
];
const even = [
  ...rows({ ids: 'c', day: '2026-11-03', count: 60 }),
  ...rows({ ids: 'o', day: '2026-11-02', count: 60 }),
];
const normal = rows({ ids: 'd', day: '2026-11-04', count: 110 });
const first = csv(
  [...drifted, ...late.slice(0, 2), ...odd.slice(-2), { id: 'nobody', y: 1 }],
  ['id', 'y'],
);
const corrected = drifted.slice(0, 10).map(({ id }) => ({ id, y: 1 }));

const predictions = (file: string, body: string, modified: string): Drop => ({
  key: `predictions/tiny/${file}`,
  body,
  modified,
});
const labels = (file: string, body: string, modified: string): Drop => ({
  key: `labels/tiny/${file}`,
  body,
  modified,
});

/** What is there before the first run. */
export const reference: Drop = {
  key: 'baselines/tiny/v1/reference.csv',
  body: csv(rows({ ids: 'r', day: '2026-10-01', count: 300 }), [
    'guess',
    'x',
    'c',
    'shop',
    'model',
    'y',
  ]),
  modified: '2026-11-01T08:00:00.000Z',
};

const [FIRST, SECOND] = ['2026-11-04T08:00:00.000Z', '2026-11-05T08:00:00.000Z'];

export const runs: readonly ScheduledRun[] = [
  {
    run: 'first',
    now: new Date('2026-11-04T09:00:00Z'),
    drops: [
      predictions('a.jsonl', `${jsonl(drifted)}{"id": "broken\n`, FIRST),
      predictions(
        'b.csv',
        `${csv(more, ['id', 'at', 'guess', 'x', 'c', 'shop', 'model'])}b110,,1,1,red,web,v1\n`,
        FIRST,
      ),
      predictions('c.jsonl', jsonl(odd), FIRST),
      labels('1.csv', first, FIRST),
    ],
  },
  {
    run: 'second',
    now: new Date('2026-11-05T09:00:00Z'),
    drops: [
      predictions('c.jsonl', jsonl(even), SECOND),
      predictions('d.jsonl', jsonl(normal), SECOND),
      predictions('e.jsonl', jsonl(late), SECOND),
      labels('2.csv', csv([...corrected, ...more, { id: 'b1', y: '' }], ['id', 'y']), SECOND),
    ],
  },
  // Nothing new: labels.wait and the look-back are over.
  { run: 'third', now: new Date('2026-11-12T09:00:00Z'), drops: [] },
];
