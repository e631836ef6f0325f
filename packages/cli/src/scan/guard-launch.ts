import type { Launch } from './launch.js';

const PACKAGE = /^mcp-guard(?:@[\w.+-]{1,64})?$/;
const OPTIONS: ReadonlySet<string> = new Set(['-y', '--yes']);

/** `mcp-guard connect`, by its name or its whole path, through `npx` or Node; a relative path may be any program. */
export function isGuard(launch: Launch): boolean {
  const { program, command, args } = launch;
  if (program === 'mcp-guard') return args[0] === 'connect' && isNamedSafely(command);
  const [first = '', second, third] = args.filter((arg) => !OPTIONS.has(arg));
  if (program === 'npx' || program === 'bunx') return PACKAGE.test(first) && second === 'connect';
  if (program === 'pnpm') return first === 'dlx' && PACKAGE.test(second ?? '') && third === 'connect';
  return program === 'node' && isNamedSafely(command) && scriptOf(launch) !== undefined && second === 'connect';
}

/** Through a program that prefers a package of this name in its working folder to an installed one. */
export const isRunnersGuard = ({ program }: Launch): boolean =>
  program === 'npx' || program === 'bunx' || program === 'pnpm';

/** The guard's own file, if Node starts it. */
export function scriptOf({ program, args }: Launch): string | undefined {
  const script = program === 'node' ? args.find((arg) => !OPTIONS.has(arg)) : undefined;
  return script !== undefined && isAbsolute(script) && /[/\\]mcp-guard\.cjs$/.test(script) ? script : undefined;
}

const isAbsolute = (path: string): boolean => /^(?:\/|[A-Za-z]:[\\/])/.test(path);
const isNamedSafely = (command: string): boolean => !/[/\\]/.test(command) || isAbsolute(command);
