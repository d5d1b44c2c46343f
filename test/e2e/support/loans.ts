import { uniform } from './uniform.ts';

/** One decision of a made-up credit model. */
export interface Loan {
  readonly prediction_id: string;
  readonly predicted_at: string;
  readonly p_default: number;
  readonly defaulted: number;
  readonly latency_ms: number;
  readonly model_version: string;
  readonly country: string;
  readonly income: number;
  readonly region: string;
}

export interface Fault {
  /** The feed of incomes is multiplied by this; the model reads it so. */
  readonly incomeFactor?: number;
}

/** A day's decisions: who earns little defaults more often, and the model knows unless it is fed wrongly. */
export function loansOf(day: Date, rows: number, seed: number, fault: Fault = {}): Loan[] {
  const random = uniform(seed);
  return Array.from({ length: rows }, (_, i) => {
    const income = 20_000 + 60_000 * random();
    const region = ['north', 'south', 'east'][Math.floor(3 * random())] ?? 'north';
    const seen = income * (fault.incomeFactor ?? 1);
    return {
      prediction_id: `${day.toISOString().slice(0, 10)}-${i}`,
      predicted_at: new Date(day.getTime() + Math.floor((i * 86_400_000) / rows)).toISOString(),
      p_default: risk(seen),
      defaulted: random() < risk(income) ? 1 : 0,
      latency_ms: Math.round(20 + 60 * random()),
      model_version: 'm1',
      country: random() < 0.7 ? 'DE' : 'FR',
      income: Math.round(seen),
      region,
    };
  });
}

function risk(income: number): number {
  return 1 / (1 + Math.exp((income - 45_000) / 6000));
}

export function accuracy(loans: readonly Loan[]): number {
  const right = loans.filter(
    ({ p_default, defaulted }) => (p_default >= 0.5 ? 1 : 0) === defaulted,
  );
  return right.length / loans.length;
}

/** The share of pairs of one default and one repayment that the score puts in order. */
export function rocAuc(loans: readonly Loan[]): number {
  const scores = (label: number) =>
    loans.filter(({ defaulted }) => defaulted === label).map(({ p_default }) => p_default);
  const [bad, good] = [scores(1), scores(0)];
  let ordered = 0;
  for (const a of bad) for (const b of good) ordered += a > b ? 1 : a === b ? 0.5 : 0;
  return ordered / (bad.length * good.length);
}
