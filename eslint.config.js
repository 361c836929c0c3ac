import { configs as lit } from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import { configs as wc } from 'eslint-plugin-wc';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import { house } from './tooling/lint/plugin.js';

const SOURCES = ['src/**/*.ts'];
const TESTS = ['test/**/*.ts', 'stories/**/*.ts'];
/** Files whose global scope no project file of the type checker describes along with the others'. */
const WORKLETS = ['**/*.worklet.ts'];

export default defineConfig(
  globalIgnores(['dist/', 'tsconfig/', 'storybook-static/', 'coverage/', 'node_modules/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  tseslint.configs.recommendedTypeChecked,
  {
    plugins: { house },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'house/file-name': 'error',
      'max-lines': ['error', 300],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'] }],
      'prefer-const': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // An abort rejects with the signal's reason, whatever that is.
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: SOURCES,
    rules: { 'house/import-matrix': 'error' },
  },
  {
    files: SOURCES,
    ignores: ['src/lib/**'],
    rules: { 'house/owned-resources': 'error' },
  },
  {
    files: ['src/providers/**/*.ts', 'src/session/**/*.ts', 'src/transport/**/*.ts'],
    rules: { '@typescript-eslint/no-unsafe-type-assertion': 'error' },
  },
  {
    files: ['src/element/**/*.ts', 'stories/**/*.ts'],
    extends: [lit['flat/recommended'], wc['flat/best-practice'], litA11y.configs.recommended],
    rules: { 'wc/no-constructor-params': 'off' },
  },
  {
    files: TESTS,
    rules: {
      'house/no-waiting': 'error',
      // `expect(x).to.be.true` of chai is an expression that asserts.
      '@typescript-eslint/no-unused-expressions': 'off',
      // node:test settles the promises that `test` and `describe` return.
      // chai's assertions look like promises since chai-a11y-axe; only its own is one.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['test', 'it', 'describe', 'suite'] },
            { from: 'package', package: '@open-wc/semantic-dom-diff', name: ['Equal', 'equal'] },
            { from: 'package', package: 'chai', name: ['Equal', 'equal'] },
          ],
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExpressionStatement > CallExpression[callee.property.name="accessible"]',
          message: 'Await it: axe works in the background.',
        },
      ],
    },
  },
  {
    // The one place that may leave a test out: where a newcomer's machine lacks a server.
    files: ['test/rigs/need-program.ts'],
    rules: { 'house/no-waiting': 'off' },
  },
  {
    files: ['tooling/**', 'bench/**', 'test/rigs/**', 'src/relay/bin.ts', '.storybook/**', '*.config.*'],
    rules: { 'no-console': 'off' },
  },
  {
    files: [...WORKLETS, '**/*.js'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: globals.node },
  },
);
