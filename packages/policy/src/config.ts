import type { Approvals, ConfigFile, ServerPolicy, Spend } from './schema/config.js';
import type { Pii } from './schema/pii.js';

/*
 * What is in force: a person's file and the base that it extends, put together. Plain data,
 * since it also goes to the threads that judge large messages.
 */

/** Rules, and where they stand in the configuration; of a base behind `base:`. */
export interface RuleSource<Rules> {
  readonly source: string;
  readonly rules: Rules;
}

/** Everything that binds a server or a role. What one of them refuses is refused. */
export interface Layers {
  /** Methods outside the specification. */
  readonly methods: readonly RuleSource<'carry' | 'refuse'>[];
  readonly permissions: readonly RuleSource<ServerPolicy['permissions']>[];
  readonly rate_limit: readonly RuleSource<ServerPolicy['rate_limit']>[];
  readonly sampling: readonly RuleSource<ServerPolicy['sampling']>[];
  readonly elicitation: readonly RuleSource<ServerPolicy['elicitation']>[];
  readonly roots: readonly RuleSource<ServerPolicy['roots']>[];
  readonly spend: readonly RuleSource<Spend>[];
}

type FileServer = ConfigFile['servers'][string];
type FileAuth = ConfigFile['auth'];

/** How a server is started, and what binds it. */
export interface ServerConfig extends Pick<
  FileServer,
  'transport' | 'command' | 'args' | 'env' | 'cwd' | 'max_sessions'
> {
  readonly layers: Layers;
  /** The rule of the base by which it may not be used at all. */
  readonly forbidden: string | undefined;
  /** Why the base does not name it, as it reads behind its name; nothing where it does, or where there is none. */
  readonly difference: string | undefined;
}

export interface AuthConfig extends Omit<FileAuth, 'roles'> {
  readonly roles: Readonly<Record<string, RoleConfig>>;
}

export interface RoleConfig {
  /** In os mode. */
  readonly users: readonly string[];
  readonly layers: Layers;
}

/** Absolute paths of the guard's own files. Nothing that a client sends may name `folders` and `files`. */
export interface OwnPlaces {
  readonly folders: readonly string[];
  readonly files: readonly string[];
  /** Files of clients that start the guard: a message may name them to look at them. */
  readonly clients: readonly string[];
}

export interface Config extends Pick<ConfigFile, 'daemon' | 'interceptors' | 'audit' | 'refusals'> {
  readonly servers: Readonly<Record<string, ServerConfig>>;
  readonly auth: AuthConfig;
  /** The file's own and the base's, where they are switched on: the stricter action counts. */
  readonly pii: readonly RuleSource<Pii>[];
  readonly approvals: Approvals;
  /** Told by whoever loads it from a file. */
  readonly own: OwnPlaces;
}

export const NOTHING: Layers = {
  methods: [],
  permissions: [],
  rate_limit: [],
  sampling: [],
  elicitation: [],
  roots: [],
  spend: [],
};

/** All of them together. */
export const joinLayers = (all: readonly Layers[]): Layers =>
  all.reduce(
    (a, b) => ({
      methods: [...a.methods, ...b.methods],
      permissions: [...a.permissions, ...b.permissions],
      rate_limit: [...a.rate_limit, ...b.rate_limit],
      sampling: [...a.sampling, ...b.sampling],
      elicitation: [...a.elicitation, ...b.elicitation],
      roots: [...a.roots, ...b.roots],
      spend: [...a.spend, ...b.spend],
    }),
    NOTHING,
  );

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

/** Nobody is without a role, and nobody has one twice; sorted, since the same roles mean the same rules. */
export const orDefault = (roles: readonly string[]): readonly string[] =>
  roles.length === 0 ? [DEFAULT_ROLE] : [...new Set(roles)].toSorted();

/** What binds a session: the rules of its server and of every role of its user. Roles without an entry have no rules. */
export function layersOf(config: Config, server: ServerConfig, roles: readonly string[]): Layers {
  const ofRoles = [...new Set(roles)].flatMap((name) => {
    const role = Object.hasOwn(config.auth.roles, name) ? config.auth.roles[name] : undefined;
    return role ? [role.layers] : [];
  });
  return joinLayers([server.layers, ...ofRoles]);
}
