import { Help, type Command } from 'commander';

/** The first screen of the help: what people use from day to day, at most 18 commands. `help --all` lists all. */
const FIRST: ReadonlyMap<string, readonly string[]> = new Map([
  ['Set up:', ['init', 'connect', 'auth', 'doctor']],
  ['See:', ['status', 'logs', 'dashboard']],
  ['Decide:', ['approvals']],
  ['Rules:', ['tools', 'deny', 'ask', 'allow', 'explain', 'validate']],
  ['Operate:', ['start', 'stop', 'panic', 'release']],
]);

/** The rest; the last ones are options of other commands too, under names that users of older versions know. */
const MORE: ReadonlyMap<string, readonly string[]> = new Map([
  ['Set up:', ['uninstall', 'completion']],
  ['See:', ['top', 'scan']],
  ['Rules:', ['except', 'base']],
  ['Operate:', ['restart', 'service']],
  ['Also as options of other commands:', ['health', 'summary', 'errors', 'dashboard-token']],
]);

const GROUPS: ReadonlyMap<string, string> = new Map(
  [...FIRST, ...MORE].flatMap(([group, names]) => names.map((name) => [name, group] as const)),
);
const ON_FIRST: ReadonlySet<string> = new Set([...FIRST.values()].flat());

/** Puts the commands of a program under the headings of the help. */
export function groupCommands(program: Command): void {
  for (const command of program.commands) command.helpGroup(GROUPS.get(command.name()) ?? '');
}

/** Formats the help of a program; of the program itself only the first screen. @param isAll whether every command is wanted */
export const formatHelp =
  (isAll: boolean) =>
  (command: Command, help: Help): string => {
    if (command.parent === null && !isAll) {
      const first = help.visibleCommands(command).filter((each) => ON_FIRST.has(each.name()));
      help.visibleCommands = () => first;
    }
    return new Help().formatHelp(command, help);
  };
