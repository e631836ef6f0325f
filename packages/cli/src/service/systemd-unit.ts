import { GuardError, safe } from '@mcp-guard/core';
import type { ServiceLaunch } from './service-launch.js';
import { MARK } from './service-manager.js';
import { writable } from './writable-text.js';

/**
 * The unit of the user's manager. What is not there is left out on purpose, since servers inherit it all:
 * ProtectHome, ProtectSystem and PrivateTmp hide the files that servers are for; PrivateNetwork and
 * RestrictAddressFamilies cut them off; MemoryDenyWriteExecute ends every program with a just-in-time compiler, Node
 * too; RestrictNamespaces and SystemCallFilter end browsers and containers; PrivateUsers hides other owners; ProtectClock
 * and its like need rights that the manager of a user lacks, and a user cannot set the clock anyway.
 */
export const toUnit = ({ program, args, env, stopTimeout }: ServiceLaunch): string => `# ${MARK}
# Changes of your own: systemctl --user edit mcp-guard
[Unit]
Description=mcp-guard, a guard between MCP clients and servers
StartLimitIntervalSec=60
StartLimitBurst=5

[Service]
Type=exec
ExecStart=${[toProgram(program), ...args.map(toArgument)].join(' ')}
WorkingDirectory=/
${Object.entries(env)
  .map(([name, value]) => `Environment=${toAssignment(name, value)}\n`)
  .join('')}# Neither code nor a credential of one client for all servers.
UnsetEnvironment=NODE_OPTIONS NODE_PATH LD_PRELOAD MCP_GUARD_API_KEY
Restart=on-failure
# Before a client starts a daemon by itself.
RestartSec=100ms
# Another daemon has the home (69), somebody has to agree (77), or the configuration is invalid (78).
RestartPreventExitStatus=69 77 78
# The guard ends its servers by itself; what is left then is killed.
KillMode=mixed
TimeoutStopSec=${stopTimeout}
UMask=0077
# No server becomes another user. Rootless podman needs newuidmap: set both to no for it.
NoNewPrivileges=yes
RestrictSUIDSGID=yes
LockPersonality=yes
# Of the guard and its servers together: one that takes too much is ended, and the guard goes on.
MemoryMax=75%
TasksMax=4096
OOMPolicy=continue

[Install]
WantedBy=default.target
`;

/** systemd takes no such path for a program, however it is written. */
const UNUSABLE = /["'\\]/;

/** `$` stands for itself here: only arguments are expanded. */
function toProgram(path: string): string {
  if (!UNUSABLE.test(path)) return quote(path);
  throw new GuardError('CONFIG_INVALID', `systemd does not start ${safe(path)}: a quote or backslash is in its path`);
}

const toArgument = (text: string): string => quote(text).replaceAll('$', '$$$$');

const toAssignment = (name: string, value: string): string => quote(`${name}=${value}`);

/** systemd.syntax(7), and `%` of systemd.unit(5). */
const quote = (text: string): string =>
  `"${writable(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%')}"`;
