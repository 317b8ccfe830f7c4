/** Source is run as it is: swc strips the types, the `source` condition finds workspaces without a build. */
const swc = [
  '@swc/jest',
  {
    jsc: {
      parser: { syntax: 'typescript', tsx: true, decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, react: { runtime: 'automatic' } },
      target: 'es2024',
      keepClassNames: true,
    },
    module: { type: 'es6' },
    sourceMaps: 'inline',
  },
];

const project = (displayName, testMatch, more = {}) => ({
  displayName,
  testMatch,
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '\\.tsx?$': swc },
  modulePathIgnorePatterns: ['/dist/', '<rootDir>/.data/', '<rootDir>/.cache/'],
  ...more,
});

export default {
  // A limit for what hangs, not for what is slow: the machine may be busy.
  testTimeout: 30_000,
  projects: [
    project(
      'unit',
      [
        '<rootDir>/{nodes,engine,designer,command,migrations,templates,setup}/**/*.test.{ts,tsx}',
        '<rootDir>/test/architecture/**/*.test.ts',
      ],
      {
        testPathIgnorePatterns: ['/node_modules/', '/dist/', '\\.integration\\.test\\.ts$'],
      },
    ),
    project(
      'integration',
      [
        '<rootDir>/{engine,nodes,migrations}/**/*.integration.test.ts',
        '<rootDir>/test/{contract,e2e,chaos}/**/*.test.ts',
      ],
      {
        globalSetup: '<rootDir>/test/support/postgres/postgres-setup.ts',
        globalTeardown: '<rootDir>/test/support/postgres/postgres-teardown.ts',
      },
    ),
    project('browser', ['<rootDir>/test/browser/**/*.test.ts'], {
      globalSetup: '<rootDir>/test/support/postgres/postgres-setup.ts',
      globalTeardown: '<rootDir>/test/support/postgres/postgres-teardown.ts',
    }),
  ],
};
