import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { findCommand } from '@mcp-guard/core/search-path';

/** What tests use beside Node. */
export const PROGRAMS = ['chromium', 'openssl', 'prometheus', 'promtool', 'python3', 'systemd-analyze'] as const;
export type Program = (typeof PROGRAMS)[number];

/** A program of the system, by its path. */
export const find = (program: Program): string | undefined =>
  findCommand(program, process.env['PATH'] ?? '', process.cwd());

/** The files of the Chromium that comes from npm: packed, and for Linux with glibc on x64 only. */
export function packedChromium(): string | undefined {
  if (process.arch !== 'x64' || !existsSync('/lib64/ld-linux-x86-64.so.2')) return undefined;
  const { resolve } = createRequire(import.meta.url);
  return join(dirname(resolve('@sparticuz/chromium')), '..', 'bin');
}

/** Whether tests that need the program are skipped: `it.skipIf(lacks('promtool'))(…)`. The run begins with the names of such programs. */
export const lacks = (program: Program): boolean =>
  !(find(program) ?? (program === 'chromium' ? (process.env['CHROMIUM'] ?? packedChromium()) : undefined));
