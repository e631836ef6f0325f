import { homedir, platform } from 'node:os';

/** The facts of this system that decide where clients keep their files. */
export interface System {
  readonly platform: 'linux' | 'darwin' | 'win32';
  /** Absolute. */
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The system of this process; every system but macOS and Windows keeps files as Linux does. */
export function thisSystem(env: System['env']): System {
  const name = platform();
  return { platform: name === 'darwin' || name === 'win32' ? name : 'linux', home: env['HOME'] || homedir(), env };
}
