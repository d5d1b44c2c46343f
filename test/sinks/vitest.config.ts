import { defineConfig } from 'vitest/config';

/** Against the tools themselves: they are installed and started by the tests. */
export default defineConfig({
  test: {
    include: ['test/sinks/**/*.test.ts'],
    globalSetup: ['test/sinks/support/install.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
  },
});
