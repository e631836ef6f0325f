import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { toTree } from '../cli/dist/commands/command-tree.js';
import { loadCommands } from '../cli/dist/commands/registry.js';

/**
 * Writes the manual pages of the package from the help of its commands: `mcp-guard.1`, and one for each command that
 * has no commands of its own; and the list of all commands, with which they are completed. https://man7.org/linux/man-pages/man7/groff_man.7.html
 */
const here = (path) => new URL(path, import.meta.url);
const commander = createRequire(here('../cli/package.json')).resolve('commander');
const { Command } = await import(pathToFileURL(commander).href);
const { version } = JSON.parse(readFileSync(here('package.json'), 'utf8'));

/** Commands need no tools to describe themselves. */
const program = new Command('mcp-guard').description('A firewall for MCP: stands between MCP clients and MCP servers');
for (const register of await loadCommands()) register(program, {});

/** Text of a line: a backslash, and a dot or a quote at its start, mean something else. */
const plain = (text) =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/, '\\&');
const lines = (text) => text.split('\n').map(plain);
const verbatim = (text) => ['.nf', ...lines(text), '.fi'];

/** What stands behind the help that commander makes: examples, and notes. */
function afterHelp(command) {
  let told = '';
  command.configureOutput({ writeOut: (text) => (told += text) }).outputHelp();
  return told.slice(command.helpInformation().length).trim();
}

function toPage(command, names) {
  const help = command.createHelp();
  const name = names.join('-');
  const terms = (pairs) => pairs.flatMap(([term, text]) => ['.TP', `.B ${plain(term)}`, plain(text)]);
  const section = (title, content) => (content.length === 0 ? [] : [`.SH ${title}`, ...content]);
  const after = afterHelp(command);
  return `${[
    `.TH ${plain(name.toUpperCase())} 1 "" "mcp-guard ${version}"`,
    ...section('NAME', [`${plain(name)} \\- ${plain(command.description())}`]),
    ...section('SYNOPSIS', [`.B ${plain(help.commandUsage(command).trim())}`]),
    ...section(
      'COMMANDS',
      terms(help.visibleCommands(command).map((each) => [help.subcommandTerm(each), help.subcommandDescription(each)])),
    ),
    ...section(
      'ARGUMENTS',
      terms(help.visibleArguments(command).map((each) => [help.argumentTerm(each), help.argumentDescription(each)])),
    ),
    ...section(
      'OPTIONS',
      terms(help.visibleOptions(command).map((each) => [help.optionTerm(each), help.optionDescription(each)])),
    ),
    ...section('NOTES', after === '' ? [] : verbatim(after)),
    ...section('SEE ALSO', [
      names.length === 1 ? 'The page of each command, such as mcp\\-guard\\-init(1).' : '.BR mcp\\-guard (1)',
    ]),
  ].join('\n')}\n`;
}

/** Every command with its names, those that group others too. */
const everyCommand = (command, names) => [
  [command, names],
  ...command
    .createHelp()
    .visibleCommands(command)
    .filter((each) => each.name() !== 'help')
    .flatMap((each) => everyCommand(each, [...names, each.name()])),
];

rmSync(here('man'), { recursive: true, force: true });
mkdirSync(here('man'));
for (const [command, names] of everyCommand(program, ['mcp-guard'])) {
  writeFileSync(here(`man/${names.join('-')}.1`), toPage(command, names));
}

writeFileSync(here('dist/commands.json'), JSON.stringify(toTree(program).commands));
