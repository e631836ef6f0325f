import { guardPaths } from '@mcp-guard/core';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import type { CommandTools } from '../src/command.js';
import { toTree } from '../src/commands/command-tree.js';
import { loadCommands } from '../src/commands/registry.js';

/** Commands that read the clients' files, the one of a service, or a page, and none of ours. */
const WITHOUT_CONFIG: ReadonlySet<string> = new Set([
  'uninstall',
  'completion',
  'complete',
  'base pin',
  'base keygen',
  'base sign',
  'scan',
  'service uninstall',
  'errors',
]);

const unused = (): never => {
  throw new Error('help needs nothing of this');
};
const tools: CommandTools = {
  version: '0.0.0',
  env: {},
  cwd: '/',
  entrance: guardPaths('/nowhere'),
  guardProgram: '',
  daemonProgram: '',
  findConfig: unused,
  load: unused,
  findPaths: unused,
  fingerprints: unused,
  control: unused,
  print: unused,
  note: unused,
  setExit: unused,
};

/** Their output is a program. */
const FOR_SHELLS: ReadonlySet<string> = new Set(['completion', 'complete', 'connect']);

const commands = await loadCommands();

function createProgram(writeOut: (text: string) => void): Command {
  const program = new Command('mcp-guard').exitOverride().configureOutput({ writeOut, writeErr: unused });
  for (const register of commands) register(program, tools);
  return program;
}

/** Every command that can be run, by its words. */
const namesIn = (command: Command, ...words: readonly string[]): readonly string[] =>
  command.commands.length === 0
    ? [words.join(' ')]
    : command.commands.flatMap((inner) => namesIn(inner, ...words, inner.name()));
const NAMES = namesIn(createProgram(unused));

describe('help', () => {
  it('exists for every command', () => {
    expect(NAMES).toEqual(
      expect.arrayContaining(['start', 'connect', 'approvals approve', 'approvals passphrase', 'auth login', 'scan']),
    );
    expect(NAMES.length).toBeGreaterThanOrEqual(19);
  });

  it.each(NAMES)('of %s has an example that begins with the command', (name) => {
    let told = '';
    const program = createProgram((text) => (told += text));
    expect(() => program.parse([...name.split(' '), '--help'], { from: 'user' })).toThrow(
      expect.objectContaining({ code: 'commander.helpDisplayed', exitCode: 0 }),
    );
    expect(told).toMatch(new RegExp(String.raw`\nExamples?:\n  mcp-guard ${name}\b`, 'u'));
    expect(told.includes('-c, --config <file>')).toBe(!WITHOUT_CONFIG.has(name));
    expect(told.includes('--json')).toBe(!FOR_SHELLS.has(name));
  });

  it('of what was only listed reads like that of what was loaded', async () => {
    const loaded = createProgram(unused);
    const listed = new Command('mcp-guard');
    for (const register of await loadCommands(undefined, async () => toTree(loaded).commands)) register(listed, tools);
    expect(listed.helpInformation()).toBe(loaded.helpInformation());
  });
});
