import { S3Client } from '@aws-sdk/client-s3';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';

const SESSION = 'driftwatch';

/** S3 clients for buckets of any region and account: one a role, which renews its credentials before they expire. */
export class SourceClients {
  private readonly clients = new Map<string | undefined, S3Client>();

  /** A client in the role with this ARN; without one, with the surroundings' credentials. */
  of(role: string | undefined): S3Client {
    const known = this.clients.get(role);
    if (known) return known;
    const assumed = role && { params: { RoleArn: role, RoleSessionName: SESSION } };
    const client = new S3Client({
      followRegionRedirects: true,
      ...(assumed && { credentials: fromTemporaryCredentials(assumed) }),
    });
    this.clients.set(role, client);
    return client;
  }

  destroy(): void {
    for (const client of this.clients.values()) client.destroy();
  }
}
