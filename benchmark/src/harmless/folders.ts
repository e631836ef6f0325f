import { globSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Of this repository. */
export const ROOT: string = fileURLToPath(new URL('../../..', import.meta.url));
export const MODULES: string = join(ROOT, 'node_modules/.pnpm');
export const GLOBAL_MODULES = '/usr/lib/node_modules';

/** Folders of the person's that match a pattern: sources and documents of toolchains. */
export const inHome = (pattern: string): readonly string[] => globSync(pattern, { cwd: homedir() }).map(toPath);
const toPath = (path: string): string => join(homedir(), path);
