import { GuardError, type GuardPaths } from '@mcp-guard/core';
import { isRemote, readVariables, type EnvValue, type Loaded, type RemoteServer } from '@mcp-guard/policy';
import { readText, UnreadableFile } from '@mcp-guard/core/text-file';
import type { KnownServers } from './assign.js';
import type { OurFiles } from './changes.js';
import type { Run } from './our-server.js';

/** The real places of our own files, and their contents. */
export interface OurState extends OurFiles {
  /** Links followed. */
  readonly configPath: string;
  readonly secretsPath: string;
  readonly known: KnownServers;
  /** Variables of the terminal that servers get beside the usual ones. */
  readonly passEnv: readonly string[];
}

/** Throws CONFIG_INVALID, with every problem, if our present files cannot be used. */
export async function readOurState(
  configPath: string,
  { secrets: secretsPath }: GuardPaths,
  load: (config: string) => Promise<Loaded>,
): Promise<OurState> {
  const config = read(configPath);
  const secrets = read(secretsPath);
  const isBlank = config === undefined || config.text.trim() === '';
  const loaded = isBlank ? undefined : await load(configPath);
  return {
    config: config?.text,
    secrets: secrets?.text,
    values: readVariables(secretsPath, {}),
    configPath: config?.target ?? configPath,
    secretsPath: secrets?.target ?? secretsPath,
    known: loaded ? knownServers(loaded) : new Map(),
    passEnv: loaded?.config.daemon.pass_env ?? [],
  };
}

function read(path: string): ReturnType<typeof readText> {
  try {
    return readText(path);
  } catch (error) {
    if (error instanceof UnreadableFile) throw new GuardError('CONFIG_INVALID', `${path}: ${error.message}`);
    throw error;
  }
}

const knownServers = ({ config }: Loaded): KnownServers =>
  new Map(
    Object.entries(config.servers).map(([name, server]) => {
      if (isRemote(server)) return [name, toRemoteRun(server)];
      const { command, args, env, cwd } = server;
      const values = Object.entries(env).map(([key, value]) => [key, toText(value)] as const);
      // A server with its own working folder never equals a client's server.
      return [name, cwd === null ? { command, args, env: Object.fromEntries(values) } : undefined];
    }),
  );

/** Returns nothing for a server with settings that no client's entry has. */
function toRemoteRun(server: RemoteServer): Run | undefined {
  const { transport, url, headers, upstream_auth_token: token, oauth, ca_file: certificates } = server;
  if (oauth.client_id !== null || certificates !== null) return undefined;
  return { transport, url, headers: { ...headers, ...(token !== null && { Authorization: `Bearer ${token}` }) } };
}

/** As written in the file; a fallback makes it another value. */
const toText = (value: EnvValue): string =>
  typeof value === 'string'
    ? value
    : value
        .map((part) => (typeof part === 'string' ? part : `\${client:${part.client}${fallbackOf(part.fallback)}}`))
        .join('');

const fallbackOf = (fallback: string | undefined): string => (fallback === undefined ? '' : `:-${fallback}`);
