import { appendFileSync } from 'node:fs';

const homes = new Set<string>();

/** Notes that a daemon runs in a home, once for each, where `.ci/run` wants to know how many there were. */
export function countDaemon(home: string, where: 'process' | 'here'): void {
  const path = process.env['MCP_GUARD_TEST_DAEMONS'];
  if (path === undefined || homes.has(home)) return;
  homes.add(home);
  appendFileSync(path, `${where}\n`);
}
