import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Engine } from '../../../lib/pipeline/ports.ts';
import { raw, sql } from '../../../lib/sql/sql.ts';
import { uniform } from '../shuffled.ts';
import type { Source } from './source.ts';

const GOLDEN = new URL('../../../../shared/golden/data/', import.meta.url);

/** The reference rows of one of NannyML's data sets, in which nothing drifts. */
function golden(
  file: string,
  source: Omit<Source, 'inDays' | 'missing' | 'load'>,
  replaced = raw(''),
): Source {
  const path = fileURLToPath(new URL(`${file}.csv.gz`, GOLDEN));
  return {
    ...source,
    inDays: false,
    missing: () => (existsSync(path) ? null : `${path} is not there: a clone does not hold it`),
    load: (engine: Engine) =>
      engine.run(sql`CREATE TABLE source AS
        SELECT * EXCLUDE (timestamp) ${replaced}, 0 AS day, floor(86400 * ${uniform(raw('row_id'), 'second')}) AS second
        FROM (SELECT *, row_number() OVER () AS row_id FROM read_csv(${path}))`),
  };
}

export const carLoan = golden(
  'synthetic_car_loan_reference',
  {
    name: 'car loan',
    task: 'binary',
    features: {
      car_value: 'numeric',
      salary_range: 'categorical',
      debt_to_income_ratio: 'numeric',
      loan_length: 'numeric',
      driver_tenure: 'numeric',
      size_of_downpayment: 'categorical',
      repaid_loan_on_prev_car: 'categorical',
    },
    outcome: ['score: y_pred_proba', 'prediction: y_pred', 'label: repaid'],
    segment: 'salary_range',
  },
  raw('REPLACE (repaid::INTEGER AS repaid)'),
);

export const creditCard = golden(
  'synthetic_credit_card_reference',
  {
    name: 'credit card',
    task: 'multiclass',
    features: {
      acq_channel: 'categorical',
      app_behavioral_score: 'numeric',
      requested_credit_limit: 'numeric',
      credit_bureau_score: 'numeric',
      stated_income: 'numeric',
      app_channel: 'categorical',
      is_customer: 'categorical',
    },
    outcome: ['prediction: y_pred', 'label: y_true'],
    segment: 'acq_channel',
  },
  raw('REPLACE (id::VARCHAR AS id)'),
);

export const carPrice = golden(
  'synthetic_car_price_reference',
  {
    name: 'car price',
    task: 'regression',
    features: {
      car_age: 'numeric',
      km_driven: 'numeric',
      price_new: 'numeric',
      fuel: 'categorical',
      transmission: 'categorical',
      accident_count: 'numeric',
      door_count: 'numeric',
    },
    outcome: ['prediction: y_pred', 'label: y_true'],
    segment: 'fuel',
  },
  raw('REPLACE (id::VARCHAR AS id)'),
);
