import type { Argument, Command, Option } from 'commander';

/** The words that may stand at the cursor: ours, or values that the guard knows. */
export type Wanted =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  /** @param named `server`, `tool`, `id`, as the help names it; @param before the arguments in front of it */
  | { readonly kind: 'value'; readonly command: string; readonly named: string; readonly before: readonly string[] };

/** @param words what is typed behind `mcp-guard`; the last one is being typed, and may be empty */
export function findWanted(program: Command, words: readonly string[]): Wanted {
  let command = program;
  const before: string[] = [];
  for (let at = 0; at < words.length - 1; at++) {
    const word = words[at] ?? '';
    const option = optionsOf(command).find(({ short, long }) => word === short || word === long);
    if (option && (option.required || option.optional)) {
      at++;
      if (at === words.length - 1) return wantedOf(option, command, before);
    } else if (!word.startsWith('-')) {
      const inner = command.commands.find((each) => each.name() === word);
      if (inner && before.length === 0) command = inner;
      else before.push(word);
    }
  }
  if (words.at(-1)?.startsWith('-')) {
    return { kind: 'words', words: optionsOf(command).flatMap(({ long }) => long ?? []) };
  }
  const inner = command.commands.filter((each) => !isHidden(each)).map((each) => each.name());
  if (inner.length > 0) return { kind: 'words', words: inner };
  const argument =
    command.registeredArguments[before.length] ?? command.registeredArguments.findLast(({ variadic }) => variadic);
  return argument ? wantedOf(argument, command, before) : { kind: 'words', words: [] };
}

const wantedOf = (place: Option | Argument, command: Command, before: readonly string[]): Wanted =>
  place.argChoices
    ? { kind: 'words', words: place.argChoices }
    : { kind: 'value', command: command.name(), named: nameOf(place), before };

/** An option is named by what stands in its brackets: `-s, --server <name>` is a server. */
const nameOf = (place: Option | Argument): string => ('long' in place ? place.attributeName() : place.name());

const optionsOf = (command: Command): readonly Option[] => command.options.filter(({ hidden }) => !hidden);

/** A hidden command is not in the help. */
const isHidden = (command: Command): boolean =>
  !command.parent?.createHelp().visibleCommands(command.parent).includes(command);
