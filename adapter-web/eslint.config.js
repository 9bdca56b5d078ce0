import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const BROWSER = Object.fromEntries(
  [
    'AbortController,AbortSignal,BroadcastChannel,Event,Intl,MessageChannel,MutationObserver,PerformanceObserver,ResizeObserver,TextEncoder,URL,URLSearchParams',
    'WebSocket,addEventListener,cancelAnimationFrame,clearInterval,clearTimeout,console,crypto,document,fetch,history',
    'localStorage,location,matchMedia,navigator,performance,process,queueMicrotask,requestAnimationFrame',
    'indexedDB,CSS,DOMException,Image,ReadableStream,Response,setImmediate,KeyboardEvent,OffscreenCanvas,dispatchEvent,getComputedStyle,requestIdleCallback,sessionStorage,setInterval,setTimeout,innerHeight,innerWidth,getSelection,window',
  ]
    .join(',')
    .split(',')
    .map(name => [name, 'readonly']),
);

export default tseslint.config(
  { ignores: ['target', 'node_modules'] },
  js.configs.recommended,
  { languageOptions: { globals: BROWSER } },
  {
    rules: {
      eqeqeq: 'error',
      'no-unused-vars': ['error', { varsIgnorePattern: '^ignored', argsIgnorePattern: '^ignored' }],
      'prefer-const': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^ignored', argsIgnorePattern: '^ignored' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'no-restricted-syntax': ['error', { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' }],
    },
  },
  {
    files: ['src/core/**'],
    rules: {
      'no-restricted-globals': ['error', 'document', 'window', 'location', 'localStorage', 'sessionStorage', 'history'],
      'no-restricted-imports': [
        'error',
        { patterns: ['lit', 'lit/*', '**/ui/*', '**/page/*', '**/widget/*', '**/i18n/*'] },
      ],
    },
  },
);
