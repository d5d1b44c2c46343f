import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'test/sinks/**', 'test/notebook/**', 'test/logging/**'],
    testTimeout: 60_000,
    maxWorkers: '100%',
  },
});
