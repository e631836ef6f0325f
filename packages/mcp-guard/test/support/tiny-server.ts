import { stripped } from './stripped.ts';

const PROGRAM = stripped(new URL('tiny-server-process.ts', import.meta.url));

export interface ServerEntry {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The entry of a configuration for the server of `tiny-server-process.ts`. */
export const tinyServer = (...flags: readonly string[]): ServerEntry => ({
  command: process.execPath,
  args: [PROGRAM, ...flags],
});
