import type { ServerRun } from '../clients/client-format.js';
import { guessTransport } from '../clients/read-run.js';
import { readLaunch } from '../scan/launch.js';
import { packageName } from '../scan/package-run.js';
import { isForGuard } from './edit-entries.js';
import { toOurRemote, type ClientRemote, type OurRemote } from './our-remote.js';
import { isStaying } from './our-text.js';

type Transport = ClientRemote['transport'];

/** A program that a client starts to reach a remote server: what its options mean for the guard. */
interface Bridge {
  /** Its packages. */
  readonly name: string;
  /** Options with a value: where it goes; `ignored` is about the program alone. */
  readonly valued: Readonly<Record<string, 'url-http' | 'url-sse' | 'header' | 'bearer' | 'transport' | 'ignored'>>;
  readonly flags: ReadonlySet<string>;
  /** The URL is the first word. A number after it is the port of its own login. */
  readonly takesWord: boolean;
}

const BRIDGES: readonly Bridge[] = [
  {
    name: 'mcp-remote',
    valued: { '--header': 'header', '--transport': 'transport', '--host': 'ignored', '--auth-timeout': 'ignored' },
    flags: new Set(['--allow-http', '--debug', '--silent']),
    takesWord: true,
  },
  {
    name: 'supergateway',
    valued: {
      '--sse': 'url-sse',
      '--streamableHttp': 'url-http',
      '--header': 'header',
      '--oauth2Bearer': 'bearer',
      '--logLevel': 'ignored',
    },
    flags: new Set(),
    takesWord: false,
  },
];

/** The first of two that it tries counts only where the path does not say more. */
const TRANSPORTS: Readonly<Record<string, Transport | 'guess'>> = {
  'http-only': 'streamable-http',
  'sse-only': 'sse',
  'http-first': 'guess',
  'sse-first': 'sse',
};

type StdioRun = Extract<ServerRun, { kind: 'stdio' }>;

/** The remote server behind a bridge; nothing if it is no bridge, or if anything of its options would be lost. */
export function toBridged(run: StdioRun, valueOf: (variable: string) => string | undefined): OurRemote | undefined {
  const launch = readLaunch(run);
  const found = launch && packageName(launch);
  const bridge = found && BRIDGES.find(({ name }) => name === found.name);
  const read = bridge && readOptions(bridge, found.args);
  if (!read) return undefined;
  const used = new Set<string>();
  const made = toOurRemote(read, {
    placeholder: /\$\{/,
    valueOf: (name) => {
      const own = Object.hasOwn(run.env, name) ? run.env[name] : undefined;
      used.add(name);
      return own === undefined ? valueOf(name) : own.includes('${') ? undefined : own;
    },
  });
  const isLost = Object.keys(run.env).some((name) => !used.has(name) && !isForGuard(name));
  return isStaying(made) || isLost ? undefined : made;
}

function readOptions({ valued, flags, takesWord }: Bridge, args: readonly string[]): ClientRemote | undefined {
  let url: string | undefined;
  let transport: Transport | 'guess' | undefined = 'guess';
  const headers = new Map<string, string>();
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (flags.has(arg)) continue;
    const meaning = Object.hasOwn(valued, arg) ? valued[arg] : undefined;
    if (meaning === undefined) {
      if (takesWord && url === undefined && !arg.startsWith('-')) url = arg;
      else if (!takesWord || url === undefined || !/^\d{1,5}$/.test(arg)) return undefined;
      continue;
    }
    const value = args[++at];
    if (value === undefined) return undefined;
    if (meaning === 'transport') transport = TRANSPORTS[value];
    else if (meaning === 'bearer') headers.set('Authorization', `Bearer ${value}`);
    else if (meaning === 'header') {
      const colon = value.indexOf(':');
      if (colon < 1) return undefined;
      headers.set(value.slice(0, colon).trim(), value.slice(colon + 1).trim());
    } else if (meaning !== 'ignored') {
      if (url !== undefined) return undefined;
      url = value;
      transport = meaning === 'url-sse' ? 'sse' : 'streamable-http';
    }
  }
  if (url === undefined || transport === undefined) return undefined;
  const over = transport === 'guess' ? guessTransport(url, false) : transport;
  return { kind: 'remote', url, headers: Object.fromEntries(headers), transport: over };
}
