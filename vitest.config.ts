import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,adapters,test}/**/*.test.ts'],
    globalSetup: ['test/support/database-server.ts'],
    hookTimeout: 180_000,
    testTimeout: 60_000,
    maxWorkers: 2,
    coverage: { provider: 'v8', include: ['src/**/*.ts'], exclude: ['src/database/generated/**'] },
  },
});
