import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'test/sinks/**', 'test/notebook/**', 'test/logging/**'],
    setupFiles: ['test/support/clean-up.ts'],
    testTimeout: 60_000,
    maxWorkers: '100%',
    // To load all modules anew for each file took a fifth of the time.
    isolate: false,
  },
});
