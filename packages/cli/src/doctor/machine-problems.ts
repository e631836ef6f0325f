import { accessSync, constants } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { GuardPaths, Hint } from '@mcp-guard/core';
import { readApprovalKey } from '@mcp-guard/core/approval-key';
import { look, readSearchPath } from '@mcp-guard/core/search-path';
import { findStartProblem, type Config } from '@mcp-guard/policy';
import { isPlainDatabase } from '@mcp-guard/store';

/** A valid configuration needs something that this machine lacks. */
export interface MachineProblem {
  /** Key of the configuration. */
  readonly place: string;
  readonly what: string;
  readonly help: Hint;
}

/** Every problem of this kind that the disk shows; nothing is started or written. @param paths of the home in use */
export const findMachineProblems = (config: Config, paths: GuardPaths): readonly MachineProblem[] => [
  ...findServerProblems(config, paths),
  ...[findPassphraseProblem, findEncryptionProblem, findCopyProblem].flatMap((find) => find(config, paths) ?? []),
];

function findServerProblems({ servers }: Config, { path }: GuardPaths): readonly MachineProblem[] {
  const searchPath = readSearchPath(path);
  return Object.entries(servers).flatMap(([name, server]) => {
    const problem = findStartProblem(name, server, searchPath);
    return problem ? [{ ...problem, place: `servers.${name}`, what: `cannot start: ${problem.what}` }] : [];
  });
}

function findPassphraseProblem({ approvals }: Config, paths: GuardPaths): MachineProblem | undefined {
  if (!approvals.passphrase || readApprovalKey(paths.approvalKey)) return undefined;
  const what = 'it is required and none is set, so no call can be approved';
  return { place: 'approvals.passphrase', what, help: { command: 'mcp-guard approvals passphrase' } };
}

function findEncryptionProblem({ daemon }: Config, paths: GuardPaths): MachineProblem | undefined {
  if (!look(paths.database)) return undefined;
  const isPlain = isPlainDatabase(paths.database);
  const place = 'daemon.encryption.enabled';
  if (isPlain === daemon.encryption.enabled) {
    return isPlain
      ? { place, what: `the record ${paths.database} is not encrypted`, help: `set it to false, ${OR_BEGIN}` }
      : { place, what: `the record ${paths.database} is encrypted`, help: `set it to true, ${OR_BEGIN}` };
  }
  return undefined;
}

const OR_BEGIN = 'or move mcp-guard.db and journal/ of the home to another folder';

/** The folder is made when the daemon starts, if the one above it is there. */
function findCopyProblem({ audit }: Config, { home }: GuardPaths): MachineProblem | undefined {
  if (audit.jsonl === null) return undefined;
  const file = resolve(home, audit.jsonl);
  const help = 'name a file in a folder that you may write';
  const place = 'audit.jsonl';
  if (look(file)?.isDirectory()) return { place, what: `${file} is a folder`, help };
  const nearest = nearestOf(file);
  if (nearest !== file && !look(nearest)?.isDirectory()) return { place, what: `${nearest} is no folder`, help };
  try {
    accessSync(nearest, constants.W_OK);
    return undefined;
  } catch {
    return { place, what: `${nearest} cannot be written`, help };
  }
}

/** The path itself, or the closest one above it that this process may see. */
function nearestOf(path: string): string {
  let at = path;
  while (!look(at) && dirname(at) !== at) at = dirname(at);
  return at;
}
