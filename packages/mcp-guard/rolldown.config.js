import { defineConfig } from 'rolldown';

const shared = { platform: 'node', resolve: { conditionNames: ['node', 'import', 'default'] } };

/** The bridge is CommonJS: it starts sooner. Everything else loads its dependencies from node_modules. */
export default defineConfig([
  {
    ...shared,
    input: { bridge: '@mcp-guard/bridge' },
    output: { dir: 'dist', format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs' },
  },
  {
    ...shared,
    input: {
      cli: '../cli/dist/main.js',
      'daemon-process': '../daemon/dist/process.js',
      'large-worker': '../daemon/dist/large/worker.js',
      'maintenance-worker': '../store/dist/sqlite/maintenance-worker.js',
    },
    external: /^(?!@mcp-guard\/|\.|\/)/,
    output: { dir: 'dist', format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
  },
]);
