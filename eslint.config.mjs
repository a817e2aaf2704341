import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import { depConstraints, ignoredCircularDependencies, testDepConstraints } from './tools/constraints.mjs';

/** Where a secret may leave its holder: at a cipher, at the codec that sends a data key, and where a signature is checked or made. */
const MAY_REVEAL = [
  'libs/audit/src/streams/webhook-headers.ts',
  'libs/crypto/src/**',
  'libs/kms-client/src/{messages,questions}.ts',
  'libs/s3-encryption-client/src/{browser,key-derivation,secret-bytes}.ts',
  'libs/s3-encryption-client/src/{content,keyrings,node}/*.ts',
  'libs/service/src/identities/load-identities.ts',
  'libs/service/src/tracing/otel-tracing.ts',
  'apps/kms-service/src/blob/ciphertext-blob.ts',
  'apps/kms-service/src/grpc/{directory,directory-routes,secrets}.ts',
  'apps/kms-service/src/http/{authenticate,encode,xml}.ts',
  'apps/kms-service/src/sessions/sessions.ts',
  'apps/kms-service/src/iam/access-key-verbs.ts',
  'apps/kms-service/src/keys/file-root-key.ts',
  'apps/storage-service/src/http/{authenticate,held-sessions}.ts',
  'apps/storage-service/src/sse/{bucket-keys,customer-key,sealing}.ts',
];

const TESTS = ['**/*.spec.ts', '**/*.contract.ts', '**/test/**/*.ts', 'libs/testing/src/**/*.ts'];

/** Syntax that the house style does without, and the sentence that says what to write instead. */
const BANNED = [
  { selector: 'TSEnumDeclaration', message: 'Write a union of literals.' },
  { selector: 'ExportAllDeclaration', message: 'Export by name: a surface that grows unseen cannot be kept.' },
  { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
];
const BANNED_REVEAL = {
  selector: "CallExpression[callee.property.name='reveal']",
  message: 'A secret stays in its holder. If this file must open it, add it to MAY_REVEAL in eslint.config.mjs.',
};

/** The types of the contract lie beside it, outside of any project; tools/check-imports.mjs says who may import them. */
const PROTO_TYPES = '^(\\.\\./)+proto/types/.*$';

const boundaries = (constraints) => ({
  '@nx/enforce-module-boundaries': ['error', { depConstraints: constraints, ignoredCircularDependencies, allow: [PROTO_TYPES] }],
});

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.nx/**', 'coverage/**', 'proto/types/**', '**/*.js', '**/*.cjs'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { project: './tsconfig.check.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...boundaries(depConstraints),
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Noise: `return refuse(...)` where both give undefined, and a type parameter that names what a file is said to hold.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // A port's method is async so that what it throws is a rejection, whether or not this implementation waits for anything.
      '@typescript-eslint/require-await': 'off',
      'no-restricted-syntax': ['error', ...BANNED, BANNED_REVEAL],
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', { max: 60 }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // Limits on characters are limits on control characters too.
      'no-control-regex': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  { files: MAY_REVEAL, rules: { 'no-restricted-syntax': ['error', ...BANNED] } },
  {
    files: TESTS,
    rules: {
      ...boundaries(testDepConstraints),
      // A suite opens secrets to compare them, builds broken values on purpose, and is as long as its table.
      'no-restricted-syntax': ['error', ...BANNED],
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
      // Jest's matchers (`expect.objectContaining`) are typed any.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
    },
  },
  // Programs that people run, and that talk to them.
  { files: ['apps/bench/src/**/*.ts'], rules: { 'no-console': 'off' } },
  // Text that a test of these rules lints, under a name that no file has, so that there are no types to ask for.
  { files: ['**/*.fixture.ts'], extends: [tseslint.configs.disableTypeChecked], languageOptions: { parserOptions: { project: null } } },
);
