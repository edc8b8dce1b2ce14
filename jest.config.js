/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test', '<rootDir>/packages/ksqlite/test'],
  testMatch: ['**/*.test.ts'],
  globalSetup: '<rootDir>/packages/ksqlite/test/support/kafka-broker/global-setup.mjs',
  globalTeardown: '<rootDir>/packages/ksqlite/test/support/kafka-broker/global-teardown.mjs',
  setupFilesAfterEnv: ['<rootDir>/packages/ksqlite/test/support/equal-at-once.mjs'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
        // beside the code: within it they are three quarters of what each suite reads and compiles again
        sourceMaps: true,
      },
    ],
  },
  // tried by a script of its own, npm run test:package
  testPathIgnorePatterns: ['<rootDir>/test/package/'],
  // the suites that start processes wait more than they compute; Jest would leave one core to itself
  maxWorkers: '100%',
  // what hangs ends; a busy machine may take its time
  testTimeout: 180_000,
};
