import js from '@eslint/js';
import lit from 'eslint-plugin-lit';
import globals from 'globals';

export default [
  { ignores: ['studio/lib/**', 'studio/*.d.ts'] },
  js.configs.recommended,
  lit.configs['flat/recommended'],
  {
    files: ['studio/**/*.js'],
    languageOptions: { ecmaVersion: 2024, sourceType: 'module', globals: { ...globals.browser, Chart: 'readonly' } },
    rules: {
      'max-lines': ['error', 400],
      'no-unused-vars': ['error', { ignoreRestSiblings: true }],
      'no-var': 'error',
      'prefer-const': 'error',
      eqeqeq: 'error',
      'lit/no-template-bind': 'error',
    },
  },
];
