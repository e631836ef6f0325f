import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGuard, type TestGuard } from '../support/guard.ts';
import { matching } from '../support/matchers.ts';

const COMMANDS = [
  'start',
  'stop',
  'restart',
  'connect',
  'status',
  'health',
  'validate',
  'explain',
  'scan',
  'logs',
] as const;
/** Commands that read the clients' files and none of ours. */
const WITHOUT_CONFIG: ReadonlySet<string> = new Set(['scan']);
/** Commands of several words. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  approvals: ['list', 'show', 'approve', 'deny', 'revoke', 'passphrase'],
  auth: ['login', 'status', 'logout'],
};
const WHOLE = [
  ...COMMANDS,
  ...Object.entries(GROUPS).flatMap(([group, names]) => names.map((name) => `${group} ${name}`)),
];

describe('help', () => {
  let guard: TestGuard;
  beforeAll(async () => {
    guard = await createGuard({});
  });
  afterAll(() => guard.close());

  it('names every command of this version', async () => {
    const { code, stdout } = await guard.run('--help');
    const named = [...stdout.matchAll(/^ {2}([a-z]+) .*/gmu)].map(([, name]) => name);
    expect({ code, named }).toEqual({ code: 0, named: [...COMMANDS, ...Object.keys(GROUPS), 'help'] });
  });

  it.each(WHOLE)('of %s has an example that begins with the command', async (command) => {
    const { code, stdout, stderr } = await guard.run(...command.split(' '), '--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(String.raw`\nExamples?:\n  mcp-guard ${command}\b`, 'u'));
    expect(stdout.includes('-c, --config <file>')).toBe(!WITHOUT_CONFIG.has(command));
  });

  it('is not needed for the version', async () => {
    expect(await guard.run('--version')).toEqual({ code: 0, stdout: matching(/^\d+\.\d+\.\d+\n$/u), stderr: '' });
  });
});
