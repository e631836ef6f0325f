import { defineConfig } from 'rolldown';
import { catalogue, familyInputs } from './bundle-catalogue.js';
import { components } from './bundle-components.js';
import { httpWithoutFetch } from './bundle-http.js';
import { licences } from './bundle-licences.js';
import { numbersInEnglish, pageAssets } from './bundle-page.js';
import { undiciWithoutFetch } from './bundle-undici.js';

const shared = { platform: 'node', resolve: { conditionNames: ['node', 'import', 'default'] } };

/**
 * The bridge is CommonJS: it starts sooner. The packages of others are bundled too, since finding and reading their
 * files was a sixth of a start; only those with native code stay outside.
 */
export default defineConfig([
  {
    ...shared,
    input: { bridge: '@mcp-guard/bridge', 'compile-cache': '@mcp-guard/core/compile-cache' },
    output: { dir: 'dist', format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs' },
  },
  {
    ...shared,
    // As modules where a package has them: what a wrapper for both kinds requires is not seen.
    resolve: { ...shared.resolve, mainFields: ['module', 'main'] },
    input: {
      cli: '../cli/dist/main.js',
      'open-calls': '../cli/dist/record/open-calls.js',
      'daemon-process': '../daemon/dist/process.js',
      'large-worker': '../daemon/dist/large/thread.js',
      'takeover-worker': '../store/dist/sqlite/takeover-worker.js',
      'history-worker': '../daemon/dist/view/calls/history-worker.js',
      ...familyInputs,
    },
    external: ['better-sqlite3', 'koffi'],
    // What else lies about must not be loaded: `ws` looks for native packages that nobody declared.
    transform: {
      define: { 'process.env.WS_NO_BUFFER_UTIL': '"1"', 'process.env.WS_NO_UTF_8_VALIDATE': '"1"' },
    },
    plugins: [
      catalogue('../detectors/dist/packaged.js'),
      httpWithoutFetch('createServer', 'request'),
      undiciWithoutFetch(),
      licences('licences.txt'),
      components('components.json'),
    ],
    output: {
      dir: 'dist',
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: '[name].js',
      advancedChunks: { groups: [{ name: 'detection', test: /\/detectors\/dist\/(?!families\/)/ }] },
    },
  },
  {
    // The dashboard's page: one script, since a browser would have to ask for each other file.
    platform: 'browser',
    resolve: { conditionNames: ['browser', 'import', 'default'] },
    input: { page: '../dashboard/dist/main.js' },
    plugins: [pageAssets(), numbersInEnglish(), licences('licences.txt'), components('components.json')],
    output: { dir: 'dist/page', format: 'esm', entryFileNames: '[name].js', minify: true, codeSplitting: false },
  },
]);
