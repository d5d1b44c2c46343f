import { z } from 'zod';

/** As SageMaker names endpoints and monitoring schedules. */
const resource = z
  .string()
  .regex(/^[a-zA-Z0-9](-?[a-zA-Z0-9]){0,62}$/, 'use 1 to 63 letters, digits and hyphens');

/** What is told in SageMaker Model Monitor's own words beside Driftwatch's; absent: nothing. */
export const sagemaker = z
  .strictObject({
    /** The dimension Endpoint of its metrics; absent: those of batch transform, which have none. */
    endpoint: resource.optional(),
    /** The dimension MonitoringSchedule: of all metrics, or by what they are about. */
    schedule: z
      .union([
        resource,
        z.strictObject({
          data_quality: resource.optional(),
          model_quality: resource.optional(),
          model_bias: resource.optional(),
        }),
      ])
      .optional(),
    /** Writes `constraint_violations/<monitor>/window=<start>.json`. */
    violations: z.boolean().default(false),
    /** Publishes to CloudWatch under Model Monitor's namespaces and names. */
    metrics: z.boolean().default(false),
  })
  .refine(({ metrics, schedule }) => !metrics || schedule !== undefined, {
    path: ['schedule'],
    message: "Model Monitor's metrics have a dimension MonitoringSchedule: name the schedule",
  })
  .optional();
