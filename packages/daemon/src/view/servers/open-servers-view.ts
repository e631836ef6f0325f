import {
  GuardError,
  safe,
  type CapView,
  type LimitView,
  type ServerDetail,
  type ServerStatus,
  type ServerView,
  type ToolView,
} from '@mcp-guard/core';
import { forRecord } from '@mcp-guard/detectors';
import { describeLaunch, layersOf, type MovedServer } from '@mcp-guard/policy';
import { createOverview, formatMoney, type Limit, type Overview, type OverviewCap } from '@mcp-guard/rules';
import { guessKind } from '@mcp-guard/store';
import type { Configuration } from '../../config/configuration.js';
import type { Ledger } from '../../state/ledger.js';
import type { RateLimits } from '../../state/rate-limits.js';
import type { ToolLists } from '../../state/tool-lists.js';
import { readLogTail } from './log-tail.js';

export interface ServersViewParts {
  readonly configuration: Pick<Configuration, 'current' | 'locate'>;
  readonly tools: Pick<ToolLists, 'namesOf' | 'kindOf'>;
  readonly limits: Pick<RateLimits, 'most'>;
  readonly ledger: Pick<Ledger, 'most'>;
  readonly perServer: () => readonly ServerStatus[];
  /** The calls to a server that were refused in the last minutes, as Now has them. */
  readonly refusedBy: (server: string) => number;
  /** File of a server's standard error. */
  readonly logOf: (server: string) => string;
  /** The roles of the user of this daemon, unless others are named. */
  readonly ownRoles: () => readonly string[];
  /** The servers in the files of clients that `init` has changed. */
  readonly moved: () => readonly MovedServer[];
}

/** The servers of the configuration, with what their tools may and how much of their limits is used. */
export interface ServersView {
  list(): readonly ServerView[];
  /** @param role of the users that tools are shown for. Throws UNKNOWN_SERVER */
  detail(name: string, role: string | null): Promise<ServerDetail>;
}

export function openServersView(parts: ServersViewParts): ServersView {
  const { configuration, tools, perServer, logOf, ownRoles, moved } = parts;
  const look = (
    status: ServerStatus,
    roles: readonly string[],
    all: readonly MovedServer[],
  ): readonly [ServerView, readonly ToolView[]] => {
    const config = configuration.current;
    const server = Object.hasOwn(config.servers, status.name) ? config.servers[status.name] : undefined;
    if (!server) throw unknown(status.name);
    const overview = createOverview(layersOf(config, server, roles));
    const names = tools.namesOf(status.name);
    const everyTool = names.map((name) => toToolView(overview, status.name, name, parts));
    const view = {
      ...status,
      runs: show(describeLaunch(server)),
      clients: clientsOf(all, status.name),
      refused: parts.refusedBy(status.name),
      tools: countTools(everyTool),
      limits: overview.limits(names).map((limit) => toLimitView(parts, limit)),
      caps: overview.caps.map((cap) => toCapView(parts, cap)),
    };
    return [view, everyTool];
  };
  return {
    list() {
      const all = moved();
      return perServer().map((status) => look(status, ownRoles(), all)[0]);
    },
    async detail(name, role) {
      const status = perServer().find((each) => each.name === name);
      if (!status) throw unknown(name);
      const roles = role === null ? ownRoles() : [role];
      const [view, everyTool] = look(status, roles, moved());
      return { ...view, everyTool, roles, stderr: await readLogTail(logOf(name)) };
    },
  };
}

/** Characters of a name. */
const MAX_NAME = 128;
/** More clients than a person has. */
const MAX_CLIENTS = 32;

const show = (text: string): string => safe(forRecord(text, MAX_NAME), MAX_NAME);

/** Each client once for each name that it has for the server. */
function clientsOf(all: readonly MovedServer[], server: string): ServerView['clients'] {
  const mine = all.filter((each) => each.server === server);
  const known = new Map(mine.map(({ client, name }) => [JSON.stringify([client, name]), { client, name: show(name) }]));
  return [...known.values()].slice(0, MAX_CLIENTS);
}

const unknown = (name: string): GuardError =>
  new GuardError('UNKNOWN_SERVER', `the configuration has no server ${JSON.stringify(name)}`);

function countTools(tools: readonly ToolView[]): ServerView['tools'] {
  const count = (may: ToolView['may']): number => tools.filter((tool) => tool.may === may).length;
  return { allowed: count('allowed'), denied: count('denied'), asks: count('asks') };
}

function toToolView(
  overview: Overview,
  server: string,
  name: string,
  { configuration, tools }: ServersViewParts,
): ToolView {
  const { may, rule } = overview.tool(name);
  const shown = show(name);
  const { kind, by } = guessKind(name, tools.kindOf(server, name));
  const does = by === 'name' ? `${kind}?` : kind;
  return { name: shown, isWhole: shown === name, does, may, rule: rule === null ? null : configuration.locate(rule) };
}

function toLimitView({ limits, configuration }: ServersViewParts, { rule, limit, window }: Limit): LimitView {
  const { user, used } = limits.most(rule, limit) ?? { user: '', used: 0 };
  const seconds = window / 1000;
  return { rule: configuration.locate(rule), user, used: Math.ceil(used / window), max: limit, window: seconds };
}

function toCapView(
  { ledger, configuration }: ServersViewParts,
  { rule, limit, window, currency }: OverviewCap,
): CapView {
  const { user, spent, resetsAt } = ledger.most(rule, window) ?? { user: '', spent: 0n, resetsAt: null };
  return {
    rule: configuration.locate(rule),
    user,
    spent: formatMoney(spent, currency),
    max: formatMoney(limit, currency),
    currency,
    window,
    resetsAt,
  };
}
