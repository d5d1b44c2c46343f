import { EventField } from 'aws-cdk-lib/aws-events';

/** What targets without an input of their own are told of a request: by these names in parameters and environment. */
export const REQUEST_FIELDS: Readonly<Record<string, string>> = {
  RetrainingRequest: '$.detail.id',
  Monitor: '$.detail.monitor',
  Manifest: '$.detail.manifest',
  Baseline: '$.detail.baseline',
};

/** The same as tokens that EventBridge fills in. */
export function requestFields(
  name: (field: string) => string = (field) => field,
): { readonly name: string; readonly value: string }[] {
  return Object.entries(REQUEST_FIELDS).map(([field, path]) => ({
    name: name(field),
    value: EventField.fromPath(path),
  }));
}
