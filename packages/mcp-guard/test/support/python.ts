import { execFileSync } from 'node:child_process';

let found: string | undefined;

/** The program itself: what is in PATH may be a script that looks for it each time. */
export const python = (): string =>
  (found ??= execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim());

/** It needs nothing but its own modules, and starts in half of the time without the others. */
export const PYTHON_OPTIONS = ['-I', '-S'];
