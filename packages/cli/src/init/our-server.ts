import { isAbsolute } from 'node:path';
import { isVariableName, type JsonObject } from '@mcp-guard/core';
import { isForClients } from '@mcp-guard/policy';
import type { ClientFormat, ClientServer } from '../clients/client-format.js';
import { given } from '../clients/read-run.js';
import { workingFolder } from '../clients/start-folder.js';
import { isGuard } from '../scan/guard-launch.js';
import { readLaunch } from '../scan/launch.js';
import { showText } from '../show-text.js';
import { isForGuard } from './edit-entries.js';
import { findSecretArgs, isSecretValue } from './secret-values.js';

/** A text of a server: unchanged, kept in the secrets file, or sent by the client when it connects. */
export type OurText =
  | { readonly kind: 'plain'; readonly text: string }
  /** @param name a suggestion for its name there */
  | { readonly kind: 'secret'; readonly text: string; readonly name: string }
  | { readonly kind: 'client'; readonly name: string };

/** What a server is in our configuration. */
export interface OurServer {
  readonly command: string;
  readonly args: readonly OurText[];
  readonly env: ReadonlyMap<string, OurText>;
}

/** Why a server stays where it is. */
export interface Staying {
  readonly kind: 'guarded' | 'remote' | 'disabled' | 'unclear';
  readonly why: string;
}

/** Keys with which a client does something for a server that no other program can do. */
const CLIENTS_OWN: Readonly<Record<string, string>> = {
  envFile: 'its client reads its environment from a file',
  env_file: 'its client reads its environment from a file',
  env_vars: 'it gets variables of its client’s own environment',
  env_keys: 'its client keeps its secrets in the keyring of the system',
};
const SEVERAL_LINES = /[\r\n]/;

/** Turns a client's server into ours, or returns why that cannot be. Only the place of its values changes. */
export function toOurServer(server: ClientServer, { placeholder }: ClientFormat): OurServer | Staying {
  const { run, entry, disabled } = server;
  if (run.kind === 'unknown') return unclear(run.why);
  if (run.kind === 'remote')
    return { kind: 'remote', why: 'it is remote, and this version guards what a command starts' };
  const launch = readLaunch(run);
  if (launch && isGuard(launch)) return { kind: 'guarded', why: 'it is guarded' };
  if (disabled) return { kind: 'disabled', why: 'it is switched off, and would have to be started to try it' };

  const isFilled = (text: string): boolean => placeholder.test(text) || text.includes('${');
  const folder = workingFolder(server);
  if (folder !== undefined && !(typeof folder === 'string' && isAbsolute(folder) && !isFilled(folder))) {
    return unclear('its working folder (cwd) is no absolute path, and only its client knows what it means');
  }
  const own = Object.keys(CLIENTS_OWN).find((key) => given(entry, key) !== undefined);
  if (own !== undefined) return unclear(`${CLIENTS_OWN[own]} (${own})`);
  if ([run.command, ...run.args].some(isFilled)) return unclear('its client puts values into its command line');
  const texts = [run.command, ...run.args, ...Object.values(run.env)];
  if (texts.some((text) => text.includes('\0'))) return unclear('no program can be started so: it holds a NUL');

  const secretArgs = findSecretArgs(run.args);
  const args = run.args.map((text, index): OurText =>
    secretArgs.has(index) ? { kind: 'secret', text, name: `ARG_${index + 1}` } : { kind: 'plain', text },
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
  return { command: run.command, args, env };
}

export const isStaying = (made: OurServer | Staying): made is Staying => 'why' in made;

/** The variables that the client sends when it connects. */
export const forwardedBy = ({ env }: OurServer): readonly string[] =>
  [...env.values()].flatMap((text) => (text.kind === 'client' ? [text.name] : []));

/** As our configuration has it. @param secretName the name of a secret in the secrets file */
export function toEntry({ command, args, env }: OurServer, secretName: (secret: SecretText) => string): JsonObject {
  const write = (text: OurText): string => {
    if (text.kind === 'plain') return text.text;
    return text.kind === 'client' ? `\${client:${text.name}}` : `\${${secretName(text)}}`;
  };
  return {
    command,
    ...(args.length > 0 && { args: args.map(write) }),
    ...(env.size > 0 && { env: Object.fromEntries([...env].map(([name, text]) => [name, write(text)])) }),
  };
}

export type SecretText = Extract<OurText, { kind: 'secret' }>;

/** How a server is started, with every value in it. */
export interface Run {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The same for servers that are started alike, no matter where their values are kept. */
export const signatureOf = ({ command, args, env }: Run): string =>
  JSON.stringify([command, args, Object.entries(env).toSorted(([one], [other]) => (one < other ? -1 : 1))]);

/** As our configuration reads once its secrets are known. */
export const toRun = ({ command, args, env }: OurServer): Run => ({
  command,
  args: args.map(readText),
  env: Object.fromEntries([...env].map(([name, text]) => [name, readText(text)])),
});

const readText = (text: OurText): string => (text.kind === 'client' ? `\${client:${text.name}}` : text.text);

const unclear = (why: string): Staying => ({ kind: 'unclear', why });
