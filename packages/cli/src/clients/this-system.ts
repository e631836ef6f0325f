import { homedir, platform } from 'node:os';
import type { System } from './client-format.js';

/** The system of this process; every system but macOS and Windows keeps files as Linux does. */
export function thisSystem(env: System['env']): System {
  const name = platform();
  return { platform: name === 'darwin' || name === 'win32' ? name : 'linux', home: homedir(), env };
}
