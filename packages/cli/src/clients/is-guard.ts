import type { Launch } from '../scan/launch.js';

const PACKAGE = /^mcp-guard(?:@[\w.+-]{1,64})?$/;

/** `mcp-guard connect`, by its name or its whole path, through `npx` or Node; a relative path may be anybody's. */
export function isGuard({ program, command, args }: Launch): boolean {
  if (program === 'mcp-guard') return args[0] === 'connect' && isNamedSafely(command);
  const [first = '', second, third] = args.filter((arg) => !OPTIONS.has(arg));
  if (program === 'npx' || program === 'bunx') return PACKAGE.test(first) && second === 'connect';
  if (program === 'pnpm') return first === 'dlx' && PACKAGE.test(second ?? '') && third === 'connect';
  return (
    program === 'node' &&
    isNamedSafely(command) &&
    isAbsolute(first) &&
    /[/\\]mcp-guard\.cjs$/.test(first) &&
    second === 'connect'
  );
}

const OPTIONS: ReadonlySet<string> = new Set(['-y', '--yes']);
const isAbsolute = (path: string): boolean => /^(?:\/|[A-Za-z]:[\\/])/.test(path);
const isNamedSafely = (command: string): boolean => !/[/\\]/.test(command) || isAbsolute(command);
