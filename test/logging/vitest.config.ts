import { defineConfig } from 'vitest/config';

/** The code of docs/logging.md, run with the real frameworks against the emulator. */
export default defineConfig({
  test: {
    include: ['test/logging/*.test.ts'],
    globalSetup: ['test/logging/support/install.ts'],
    testTimeout: 90_000,
    hookTimeout: 90_000,
    maxWorkers: 2,
  },
});
