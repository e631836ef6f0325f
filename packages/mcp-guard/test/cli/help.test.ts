import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGuard, type TestGuard } from '../support/guard.ts';
import { matching } from '../support/matchers.ts';

const COMMANDS = [
  'init',
  'uninstall',
  'start',
  'stop',
  'restart',
  'panic',
  'release',
  'service',
  'connect',
  'status',
  'top',
  'health',
  'doctor',
  'validate',
  'base',
  'explain',
  'tools',
  'deny',
  'ask',
  'allow',
  'except',
  'scan',
  'logs',
  'summary',
  'errors',
] as const;
const GROUPS = ['approvals', 'dashboard', 'dashboard-token', 'auth', 'completion'];

describe('help', () => {
  let guard: TestGuard;
  beforeAll(async () => {
    guard = await createGuard({});
  });
  afterAll(() => guard.close());

  it('names every command of this version', async () => {
    const { code, stdout } = await guard.run('--help');
    const named = [...stdout.matchAll(/^ {2}([a-z-]+) .*/gmu)].map(([, name]) => name);
    expect({ code, named }).toEqual({ code: 0, named: [...COMMANDS, ...GROUPS, 'help'] });
  });

  // What it says of each command is tested where the commands are.
  it.each(['logs', 'approvals approve'])('of %s runs nothing else', async (command) => {
    const { code, stdout, stderr } = await guard.run(...command.split(' '), '--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`Usage: mcp-guard ${command}`);
  });

  it('of an error says what it means, without a daemon', async () => {
    const { code, stdout, stderr } = await guard.run('errors', 'policy_denied');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^POLICY_DENIED\n\nA rule says no\.[^#]+$/u);
    expect(await guard.run('errors', 'NOT_FOUND')).toMatchObject({ code: 64 });
  });

  it('is not needed for the version', async () => {
    expect(await guard.run('--version')).toEqual({ code: 0, stdout: matching(/^\d+\.\d+\.\d+\n$/u), stderr: '' });
  });
});
