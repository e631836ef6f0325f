import { isAbsolute } from 'node:path';
import { isVariableName, type JsonObject, type JsonValue } from '@mcp-guard/core';
import { isForClients } from '@mcp-guard/policy';
import type { ClientFormat, ClientServer, ServerRun } from '../clients/client-format.js';
import { given, readTextsByName } from '../clients/read-run.js';
import { workingFolder } from '../clients/start-folder.js';
import { isGuard } from '../scan/guard-launch.js';
import { readLaunch } from '../scan/launch.js';
import { showText } from '../output/show-text.js';
import { toBridged } from './bridged.js';
import { findClientsOwn } from './clients-own.js';
import { isForGuard } from './edit-entries.js';
import {
  toOurRemote,
  toRemoteEntry,
  toRemoteRun,
  type ClientRemote,
  type OurRemote,
  type RemoteRun,
} from './our-remote.js';
import { readText, unclear, type OurText, type SecretText, type Staying } from './our-text.js';
import { findSecretArgs, isSecretValue } from './secret-values.js';

export type OurServer = OurProgram | OurRemote;

export interface OurProgram {
  readonly kind: 'stdio';
  readonly command: string;
  readonly args: readonly OurText[];
  readonly env: ReadonlyMap<string, OurText>;
}

const SEVERAL_LINES = /[\r\n]/;

export interface MoveWish {
  /** The value of a variable that a client fills into a remote server's entry; nothing if it is not set. */
  readonly valueOf: (variable: string) => string | undefined;
  /** Programs that only lead to a remote server stay what they are. */
  readonly keepBridges: boolean;
}

/** Turns a client's server into ours, or returns why that cannot be. Only the place of its values changes. */
export function toOurServer(server: ClientServer, client: ClientFormat, wish: MoveWish): OurServer | Staying {
  const { run, disabled } = server;
  if (run.kind === 'unknown') return unclear(run.why);
  const launch = readLaunch(run);
  if (launch && isGuard(launch)) return { kind: 'guarded', why: 'already guarded' };
  if (disabled) return { kind: 'disabled', why: 'it is switched off, and would have to be started to try it' };
  if (run.kind === 'remote') return toRemote(server, run, client, wish);
  const bridged = wish.keepBridges ? undefined : toBridged(run, wish.valueOf);
  return bridged ?? toOurProgram(server, run, client);
}

function toRemote(
  { entry, keys }: ClientServer,
  run: ClientRemote,
  { placeholder }: ClientFormat,
  { valueOf }: MoveWish,
): OurRemote | Staying {
  const own = findClientsOwn('remote', entry);
  if (own !== undefined) return unclear(own);
  const beside = readTextsByName(keys.env.reduce<JsonValue | undefined>(given, entry) ?? {}) ?? {};
  const valueFor = (name: string): string | undefined => (Object.hasOwn(beside, name) ? beside[name] : valueOf(name));
  return toOurRemote(run, { placeholder, valueOf: valueFor });
}

type StdioRun = Extract<ServerRun, { kind: 'stdio' }>;

function toOurProgram(server: ClientServer, run: StdioRun, { placeholder }: ClientFormat): OurProgram | Staying {
  const { entry } = server;
  const isFilled = (text: string): boolean => placeholder.test(text) || text.includes('${');
  const folder = workingFolder(server);
  if (folder !== undefined && !(typeof folder === 'string' && isAbsolute(folder) && !isFilled(folder))) {
    return unclear('its working folder (cwd) is no absolute path, and only its client knows what it means');
  }
  const own = findClientsOwn('stdio', entry);
  if (own !== undefined) return unclear(own);
  if ([run.command, ...run.args].some(isFilled)) return unclear('only its client can fill in its command line');
  const texts = [run.command, ...run.args, ...Object.values(run.env)];
  if (texts.some((text) => text.includes('\0'))) return unclear('no program can be started so: it holds a NUL');

  const secretArgs = findSecretArgs(run.args);
  const args = run.args.map((text, index): OurText =>
    secretArgs.has(index)
      ? { kind: 'secret', text, name: `ARG_${index + 1}`, ofServer: true }
      : { kind: 'plain', text },
  );
  const env = new Map<string, OurText>();
  for (const [name, text] of Object.entries(run.env)) {
    if (isForGuard(name)) continue;
    const canPass = isVariableName(name) && name !== '__proto__';
    if (!canPass) return unclear(`it has a variable whose name cannot be passed on (${showText(name)})`);
    if (isFilled(text)) {
      if (!isForClients(name)) return unclear(`its client fills ${name}, and no client may say what a server runs`);
      env.set(name, { kind: 'client', name });
    } else env.set(name, isSecretValue(name, text) ? { kind: 'secret', text, name } : { kind: 'plain', text });
  }
  const lines = [...args, ...env.values()].find((text) => text.kind === 'secret' && SEVERAL_LINES.test(text.text));
  if (lines?.kind === 'secret') return unclear(`${lines.name} has several lines, which the secrets file cannot hold`);
  return { kind: 'stdio', command: run.command, args, env };
}

/** The variables that the client sends when it connects. */
export const forwardedBy = (made: OurServer): readonly string[] =>
  made.kind === 'remote' ? [] : [...made.env.values()].flatMap((text) => (text.kind === 'client' ? [text.name] : []));

/** As our configuration has it. @param secretName the name of a secret in the secrets file */
export function toEntry(made: OurServer, secretName: (secret: SecretText) => string): JsonObject {
  const write = (text: OurText): string => {
    if (text.kind === 'plain') return text.text;
    return text.kind === 'client' ? `\${client:${text.name}}` : `\${${secretName(text)}}`;
  };
  if (made.kind === 'remote') return toRemoteEntry(made, write);
  const { command, args, env } = made;
  return {
    command,
    ...(args.length > 0 && { args: args.map(write) }),
    ...(env.size > 0 && { env: Object.fromEntries([...env].map(([name, text]) => [name, write(text)])) }),
  };
}

/** How a server is started or reached, with every value in it. */
export type Run = ProgramRun | RemoteRun;

interface ProgramRun {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The same for servers that are started alike, no matter where their values are kept. */
export const signatureOf = (run: Run): string =>
  'url' in run
    ? JSON.stringify([run.transport, run.url, sorted(run.headers, (name) => name.toLowerCase())])
    : JSON.stringify([run.command, run.args, sorted(run.env, (name) => name)]);

const sorted = (values: Readonly<Record<string, string>>, fold: (name: string) => string): readonly string[][] =>
  Object.entries(values)
    .map(([name, value]) => [fold(name), value])
    .toSorted(([one = ''], [other = '']) => (one < other ? -1 : 1));

/** As our configuration reads once its secrets are known. */
export const toRun = (made: OurServer): Run =>
  made.kind === 'remote'
    ? toRemoteRun(made)
    : {
        command: made.command,
        args: made.args.map(readText),
        env: Object.fromEntries([...made.env].map(([name, text]) => [name, readText(text)])),
      };
