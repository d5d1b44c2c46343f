import { ConfigError } from '../../errors.ts';

/** How long S3 keeps audit records from being overwritten or deleted, and from whom. */
export interface AuditLock {
  /** `GOVERNANCE`: who has s3:BypassGovernanceRetention may undo it; `COMPLIANCE`: nobody may, the account's root neither. */
  readonly mode: (typeof MODES)[number];
  /** From when a record is written; a whole number. */
  readonly days: number;
}

const MODES = ['GOVERNANCE', 'COMPLIANCE'] as const;
/** S3 takes no longer one: 100 years. */
const MOST_DAYS = 36_500;
const DAY = 86_400_000;

export function lockText({ mode, days }: AuditLock): string {
  return `${mode}:${days}`;
}

/** What `lockText` wrote. @throws ConfigError */
export function parseLock(text: string): AuditLock {
  const [name, count = ''] = text.split(':');
  const mode = MODES.find((one) => one === name);
  const days = /^\d+$/.test(count) ? Number(count) : Number.NaN;
  if (!mode || !(days >= 1 && days <= MOST_DAYS))
    throw new ConfigError(
      `an audit lock is a mode (${MODES.join(' or ')}) and whole days from 1 to ${MOST_DAYS}, as in GOVERNANCE:400; found "${text}"`,
    );
  return { mode, days };
}

/** What a request says that stores a locked object. */
export function lockOf({ mode, days }: AuditLock, now: Date) {
  return {
    ObjectLockMode: mode,
    ObjectLockRetainUntilDate: new Date(now.getTime() + days * DAY),
    // S3 refuses a locked object without a checksum.
    ChecksumAlgorithm: 'SHA256',
  } as const;
}
