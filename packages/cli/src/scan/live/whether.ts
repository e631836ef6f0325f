import { isVariableName } from '@mcp-guard/core';
import { showText } from '../../output/show-text.js';
import { isGuarded } from '../guarded.js';
import { placeholdersOf } from '../placeholders.js';
import type { Place } from '../rule.js';
import { isWrittenByOthers } from '../rules/writable-by-others.js';

/** Why a server is not started, as it reads after its name; nothing if it may be. */
export function whyNotAsked(place: Place): string | undefined {
  const { file, server } = place;
  const { run, disabled } = server;
  if (disabled) return 'is switched off';
  if (run.kind === 'unknown') return 'cannot be started: its entry is not understood';
  if (run.kind === 'remote')
    return 'is remote, and a scan asks no network; behind the guard all that it offers is looked at';
  if (isGuarded(place)) return 'goes through the guard, which looks at what it offers itself';
  if (isWrittenByOthers(file)) return 'stands in a file that every user of this machine can change';
  const lost = Object.keys(run.env).find((name) => !isVariableName(name));
  if (lost !== undefined) return `has a variable whose name cannot be passed on: ${showText(lost)}`;
  const [placeholder] = [run.command, ...run.args, ...Object.values(run.env)].flatMap(placeholdersOf);
  return placeholder === undefined ? undefined : `needs a value that only its client has: ${showText(placeholder)}`;
}
