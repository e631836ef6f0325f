import { homedir, platform } from 'node:os';
import type { System } from './client-format.js';

/** The system that this process runs on; what is neither macOS nor Windows keeps files as Linux does. */
export function thisSystem(env: System['env']): System {
  const name = platform();
  return { platform: name === 'darwin' || name === 'win32' ? name : 'linux', home: homedir(), env };
}
