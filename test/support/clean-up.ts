import { afterAll, vi } from 'vitest';

// Files of tests share their worker and its modules: none may find what another one has put in place of the real thing.
afterAll(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});
