import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { toTree } from '../cli/dist/commands/command-tree.js';
import { loadCommands } from '../cli/dist/commands/registry.js';

/** Writes the list of all commands, with which they are completed. */
const here = (path) => new URL(path, import.meta.url);
const commander = createRequire(here('../cli/package.json')).resolve('commander');
const { Command } = await import(pathToFileURL(commander).href);

/** Commands need no tools to describe themselves. */
const program = new Command('mcp-guard');
for (const register of await loadCommands()) register(program, {});

writeFileSync(here('dist/commands.json'), JSON.stringify(toTree(program).commands));
