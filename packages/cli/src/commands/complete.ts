import type { CommandTools, RegisterCommand } from '../command.js';
import type { Wanted } from '../completion/find-wanted.js';

/** A candidate is put into a command line as it is. */
const PLAIN = /^[\w.@:/+-]{1,128}$/;

/** Shells ask it for candidates. It starts nothing, and what cannot be known gives no candidates. */
export const complete: RegisterCommand = (program, tools) => {
  program
    .command('complete', { hidden: true })
    .argument('[words...]', 'what stands behind mcp-guard; the last one is being typed')
    .addHelpText('after', '\nExample:\n  mcp-guard complete -- approvals de')
    .action(async (line: readonly string[]) => {
      const { words, before } = splitOptions(line);
      const { findWanted } = await import('../completion/find-wanted.js');
      const wanted = findWanted(program, words);
      const found = wanted.kind === 'words' ? wanted.words : await valuesOf(tools, wanted).catch(() => []);
      const topics = words[0] === 'help' && words.length === 2 ? await topicsBeside(found) : [];
      const typed = words.at(-1) ?? '';
      for (const candidate of [...found, ...topics]) {
        if (candidate.startsWith(typed) && PLAIN.test(candidate)) tools.print(before + candidate);
      }
    });
};

/**
 * `--server=f` as two words; bash gives three. Where it is one word, what is offered takes the place of all of it.
 * @returns before what stands there before each candidate
 */
function splitOptions(line: readonly string[]): { readonly words: readonly string[]; readonly before: string } {
  const words = line.flatMap((word) => (OPTION.test(word) ? word.split(/=(.*)/s, 2) : word));
  const [, before = ''] = OPTION.exec(line.at(-1) ?? '') ?? [];
  const typed = words.at(-1) === '=' ? '' : (words.at(-1) ?? '');
  return { words: [...words.slice(0, -1).filter((word) => word !== '='), typed], before };
}

const OPTION = /^(--[a-z-]+=)/;

const topicsBeside = async (commands: readonly string[]): Promise<readonly string[]> =>
  (await import('./help-topics.js')).topicNames(commands);

async function valuesOf(tools: CommandTools, wanted: Extract<Wanted, { kind: 'value' }>): Promise<readonly string[]> {
  const { knownValues } = await import('../completion/known-values.js');
  return knownValues(tools, wanted);
}
