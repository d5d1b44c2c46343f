import type { Server } from 'node:http';

/** This machine alone. */
export const HOST = '127.0.0.1';

/** @throws Error where the port is taken */
export function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
