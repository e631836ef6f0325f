import type { CommandTools } from '../command.js';
import type { GuardProgram } from './guard-program.js';
import type { Plan } from './plan-init.js';
import { whyNotPortable } from './portable.js';

/** Tells the users of a project about entries that were moved in its files. */
export function notePortable({ note }: Pick<CommandTools, 'note'>, { changes }: Plan, program: GuardProgram): void {
  if (!changes.files.some(({ file }) => file.scope === 'project')) return;
  const why = whyNotPortable(program);
  note(
    why === undefined
      ? "the project's files start mcp-guard by its name: all who use them need it, with these servers in their configuration"
      : `the project's files name paths of this machine, since ${why}: do not commit them`,
  );
}
