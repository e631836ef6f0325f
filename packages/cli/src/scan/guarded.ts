import type { ServerRun } from '../clients/client-format.js';
import { programOf, readLaunch, type Launch } from './launch.js';
import type { Place } from './rule.js';

/** Whether a server is started through `mcp-guard connect`, and through ours. */
export function isGuarded({ file, server: { run } }: Place): boolean {
  const launch = readLaunch(run);
  if (run.kind !== 'stdio' || !launch || !isGuard(launch)) return false;
  return file.scope === 'user' || !isLedAway(run, launch);
}

/** Where programs and the guard's own configuration are found. */
const LEADS = /^(?:PATH|NODE_OPTIONS|LD_|DYLD_|MCP_GUARD_)/i;

/** A repository that names the guard may bring its own: another program of that name, or another configuration. */
const isLedAway = (run: StdioRun, { args }: Launch): boolean =>
  programOf(run.command) === 'env' ||
  Object.keys(run.env).some((name) => LEADS.test(name)) ||
  args.some((arg) => /^(?:-c|--config)/.test(arg));

type StdioRun = Extract<ServerRun, { readonly kind: 'stdio' }>;

const PACKAGE = /^mcp-guard(?:@[\w.+-]{1,64})?$/;

/** `mcp-guard connect`, by its name or its whole path, through `npx` or Node; a relative path may be anybody's. */
function isGuard({ program, command, args }: Launch): boolean {
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
