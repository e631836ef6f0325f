import { ok, type Check } from '../check.js';

/** The program does not start below the Node that it needs, so this says which one it is. */
export const node: Check = {
  id: 'node',
  run: ({ tools }) => ok(`version ${tools.version} of mcp-guard with Node ${process.versions.node}`),
};
