import { findHiddenText, HIDDEN_KINDS } from '@mcp-guard/detectors';
import type { ClientServer } from '../../clients/client-format.js';
import type { ScanRule } from '../rule.js';

export const hiddenText: ScanRule = {
  id: 'hidden-text',
  severity: 'critical',
  title: 'invisible characters in a name, a command, an argument, a variable or a URL',
  checkServer: ({ server }) =>
    textsOf(server).flatMap(([where, text]) => {
      // No editor leaves a stray one in a command.
      const first = findHiddenText(text).find(({ isUsual }) => isUsual !== true);
      if (!first) return [];
      return [{ why: `${HIDDEN_KINDS[first.kind]} in ${where}`, fix: 'find out who wrote it, and remove the entry' }];
    }),
};

function textsOf({ name, run }: ClientServer): readonly (readonly [where: string, text: string])[] {
  const own = ['its name', name] as const;
  if (run.kind === 'unknown') return [own];
  if (run.kind === 'remote') return [own, ['its url', run.url], ...membersOf('headers', run.headers)];
  const args = run.args.map((arg, index) => [`args[${index}]`, arg] as const);
  return [own, ['its command', run.command], ...args, ...membersOf('env', run.env)];
}

const membersOf = (where: string, members: Readonly<Record<string, string>>) =>
  Object.entries(members).map(([name, value]) => [where, `${name}\n${value}`] as const);
