import { ok, type Check } from '../check.js';

/** The program does not start below the Node that it needs, so this says which one it is. */
export const node: Check = {
  id: 'node',
  run: ({ tools }) => ok(`mcp-guard ${tools.version} with Node ${process.versions.node}`),
};
