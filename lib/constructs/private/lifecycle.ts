import { Annotations, Duration, Size } from 'aws-cdk-lib';
import { type LifecycleRule, StorageClass } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import { claimMemory } from '../../monitor/retention.ts';
import type { Monitor } from '../../monitor/schema.ts';

/** How long what a stack writes is kept; baselines, profiles, results and audit records are kept for ever. */
export interface Retention {
  /**
   * Normalised predictions and labels. Labels later than this change nothing, and retraining gets no older data. Which
   * label each prediction was joined with is kept a month longer, so that it is there as long as they are.
   *
   * @default - 400 days, or as long as a monitor waits for labels and looks back for late ones
   */
  readonly stagedRetention?: Duration;
  /**
   * The ids of predictions, by which labels find their windows.
   *
   * @default - 120 days, or as long as a monitor waits for labels and looks back for late ones
   */
  readonly joinRetention?: Duration;
  /** What could not be read. @default - 400 days */
  readonly rejectedRetention?: Duration;
  /** After what time large profiles and audit records go to a class for infrequent access. @default - 90 days */
  readonly infrequentAccessAfter?: Duration;
  /** How long overwritten and deleted objects can be restored. @default - 30 days */
  readonly noncurrentRetention?: Duration;
}

const DAY = 86_400_000;
const STAGED_DAYS = 400;
const JOIN_DAYS = 120;
const REJECTED_DAYS = 400;
const OUTCOMES_LONGER_DAYS = 30;
/** What Athena answered. */
const ANSWERS_KEPT = Duration.days(7);
/** The class bills 128 KB at least; one this large earns what its move costs within four months. */
const WORTH_MOVING = Size.kibibytes(256);

/** Rules for a workspace; prefixes hold all monitors alike. */
export function lifecycleRules(
  retention: Retention,
  monitors: readonly Monitor[],
): LifecycleRule[] {
  const needed = neededDays(monitors);
  const join = retention.joinRetention ?? Duration.days(Math.max(JOIN_DAYS, needed));
  const staged = retention.stagedRetention ?? Duration.days(Math.max(STAGED_DAYS, needed));
  const rejected = retention.rejectedRetention ?? Duration.days(REJECTED_DAYS);
  return [
    {
      id: 'remains',
      noncurrentVersionExpiration: retention.noncurrentRetention ?? Duration.days(30),
      expiredObjectDeleteMarker: true,
      abortIncompleteMultipartUploadAfter: Duration.days(7),
    },
    { id: 'staged', prefix: 'staged/', expiration: staged },
    { id: 'ids', prefix: 'ids/', expiration: join },
    {
      id: 'outcomes',
      prefix: 'outcomes/',
      expiration: staged.plus(Duration.days(OUTCOMES_LONGER_DAYS)),
    },
    { id: 'rejected', prefix: 'rejected/', expiration: rejected },
    { id: 'athena', prefix: 'athena/', expiration: ANSWERS_KEPT },
    ...['profiles', 'audit'].map((id) => ({
      id,
      prefix: `${id}/`,
      objectSizeGreaterThan: WORTH_MOVING.toBytes(),
      transitions: [
        {
          storageClass: StorageClass.INFREQUENT_ACCESS,
          transitionAfter: retention.infrequentAccessAfter ?? Duration.days(90),
        },
      ],
    })),
  ];
}

/** Warns at synthesis where labels that a monitor waits for would find nothing. */
export function warnOfShortRetention(
  scope: IConstruct,
  retention: Retention,
  monitors: readonly Monitor[],
): void {
  const needed = neededDays(monitors);
  for (const name of ['stagedRetention', 'joinRetention'] as const) {
    const days = retention[name]?.toDays({ integral: false });
    if (days === undefined || days >= needed) continue;
    Annotations.of(scope).addWarningV2(
      `driftwatch:${name}`,
      `${name} is ${days} days, but labels of these monitors may come for ${needed}: later ones would find no prediction`,
    );
  }
}

/** For how long after it came something may find or be joined with a prediction, in days. */
function neededDays(monitors: readonly Monitor[]): number {
  const memories = monitors.map((monitor) => Math.ceil(claimMemory(monitor) / DAY));
  return Math.max(0, ...memories);
}
