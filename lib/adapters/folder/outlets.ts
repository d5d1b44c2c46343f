import { createHash } from 'node:crypto';
import type { Outlets, Workspace } from '../../pipeline/ports.ts';

/** On one machine messages, requests and events become files of the workspace's outbox/; the numbers are in results/ already. */
export function folderOutlets(workspace: Workspace): Outlets {
  const drop = async (monitor: string, kind: string, content: unknown) => {
    const body = `${JSON.stringify(content, null, 1)}\n`;
    const id = createHash('sha256').update(body).digest('hex').slice(0, 16);
    await workspace.write(`outbox/${monitor}/${kind}-${id}.json`, body);
  };
  return {
    publish: async () => {},
    notify: (message) => drop(message.attributes.monitor, 'message', message),
    requestRetraining: (request) => drop(request.monitor, 'retraining', request),
    announce: (announcement) => drop(announcement.monitor, 'event', announcement),
  };
}
