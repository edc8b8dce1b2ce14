/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test', '<rootDir>/packages/ksqlite/test'],
  testMatch: ['**/*.test.ts'],
  globalSetup: '<rootDir>/packages/ksqlite/test/support/kafka-broker/global-setup.mjs',
  globalTeardown: '<rootDir>/packages/ksqlite/test/support/kafka-broker/global-teardown.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
      },
    ],
  },
  // tried by a script of its own, npm run test:package
  testPathIgnorePatterns: ['<rootDir>/test/package/'],
  testTimeout: 30_000,
};
