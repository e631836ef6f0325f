import type { OwnPlaces } from './own/own-places.js';
import { joinLayers } from './sections/join-layers.js';
import type { Layers } from './sections/layers.js';
import type { RuleSource } from './sections/section.js';
import type { ApprovalSettings, ConfigFile } from './schema/config.js';
import type { Pii } from './schema/pii.js';

/*
 * The configuration in force: a person's file merged with the base that it extends. Plain data,
 * since it also goes to the threads that judge large messages.
 */

/** The place of a rule that is no key of the configuration, so that no one can switch it off. */
export const BUILT_IN = '(built in)';
/** Places in the base that a file extends begin with this. */
export const IN_BASE = 'base:';
/** Places in the base of the machine begin with this. */
export const IN_MACHINE = 'machine:';

/** A server as a file has it. */
export type FileServer = ConfigFile['servers'][string];
export type FileStdio = Extract<FileServer, { transport: 'stdio' }>;
export type FileRemote = Exclude<FileServer, FileStdio>;
type FileAuth = ConfigFile['auth'];

/** The part of a server that every transport has. */
interface AnyServer extends Pick<FileServer, 'max_sessions'> {
  readonly layers: Layers;
  /** The rule of the base by which it may not be used at all. */
  readonly forbidden: string | undefined;
  /** Why the base does not name it, as text after its name; nothing if it does, or if there is no base. */
  readonly difference: string | undefined;
}

/** A program on this machine, which each session starts for itself. */
export interface StdioServer extends AnyServer, Omit<FileStdio, 'policy'> {}

/** A server that is reached over the network, by each session in a session of its own. */
export interface RemoteServer extends AnyServer, Omit<FileRemote, 'policy'> {}

/** The transport of a server, and its rules. */
export type ServerConfig = StdioServer | RemoteServer;

export const isRemote = (server: ServerConfig): server is RemoteServer => server.transport !== 'stdio';

/** The keys of a kind of server beside those that all have. */
export type OwnKey<Server extends ServerConfig> = Exclude<keyof Server, keyof AnyServer>;

export interface AuthConfig extends Omit<FileAuth, 'roles'> {
  readonly roles: Readonly<Record<string, RoleConfig>>;
}

export interface RoleConfig {
  /** In os mode. */
  readonly users: readonly string[];
  readonly layers: Layers;
}

export interface Config extends Pick<ConfigFile, 'daemon' | 'interceptors' | 'audit' | 'telemetry' | 'refusals'> {
  readonly servers: Readonly<Record<string, ServerConfig>>;
  readonly auth: AuthConfig;
  /** The file's own and the base's, if they are switched on: the stricter action counts. */
  readonly pii: readonly RuleSource<Pii>[];
  readonly approvals: ApprovalSettings;
  /** Set when it is loaded from a file. */
  readonly own: OwnPlaces;
}

/** In os mode: every role that names a user of this system. */
export const rolesOfUser = (
  { roles }: { readonly roles: Readonly<Record<string, Pick<RoleConfig, 'users'>>> },
  user: string,
) =>
  orDefault(
    Object.entries(roles)
      .filter(([, { users }]) => users.includes(user))
      .map(([name]) => name),
  );

/** Built in, and without rules of its own. */
const DEFAULT_ROLE = 'default';

/** Every user has a role, and none twice; sorted, since the same roles mean the same rules. */
export const orDefault = (roles: readonly string[]): readonly string[] =>
  roles.length === 0 ? [DEFAULT_ROLE] : [...new Set(roles)].toSorted();

/** The rules that bind a session: those of its server and of every role of its user. Roles without an entry have no rules. */
export function layersOf(config: Config, server: ServerConfig, roles: readonly string[]): Layers {
  const ofRoles = [...new Set(roles)].flatMap((name) => {
    const role = Object.hasOwn(config.auth.roles, name) ? config.auth.roles[name] : undefined;
    return role ? [role.layers] : [];
  });
  return joinLayers([server.layers, ...ofRoles]);
}
