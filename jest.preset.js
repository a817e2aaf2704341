import { join } from 'node:path';

/** Jest settings of one project: TypeScript through swc, our own packages from source. */
export function project(name, rootDir) {
  return {
    displayName: name,
    rootDir,
    roots: ['<rootDir>'],
    testEnvironment: join(import.meta.dirname, 'jest.environment.cjs'),
    testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/**/*.spec.ts'],
    extensionsToTreatAsEsm: [],
    moduleNameMapper: {
      '^@coffer/([^/]+)$': join(import.meta.dirname, 'libs/$1/src/index.ts'),
      '^(\\.{1,2}/.*)\\.js$': '$1',
    },
    transform: {
      '^.+\\.ts$': ['@swc/jest', { swcrc: false, jsc: { parser: { syntax: 'typescript' }, target: 'esnext' }, module: { type: 'commonjs' } }],
      // Published as ES modules only, which Jest does not load as they are.
      '/node_modules/jose/.+\\.js$': ['@swc/jest', { swcrc: false, jsc: { target: 'esnext' }, module: { type: 'commonjs' } }],
    },
    transformIgnorePatterns: ['/node_modules/(?!jose/)'],
    testTimeout: 30_000,
  };
}
