import { describe, expect, it } from 'vitest';
import { createGuard } from '../support/guard.ts';
import { matching } from '../support/matchers.ts';

const COMMANDS = ['start', 'stop', 'restart', 'connect', 'status', 'health', 'validate', 'logs'] as const;

describe('help', () => {
  it('names every command of this version', async () => {
    const guard = await createGuard({});
    const { code, stdout } = await guard.run('--help');
    const named = [...stdout.matchAll(/^ {2}([a-z]+) .*/gmu)].map(([, name]) => name);
    expect({ code, named }).toEqual({ code: 0, named: [...COMMANDS, 'help'] });
    await guard.close();
  });

  it.each(COMMANDS)('of %s has an example that begins with the command', async (command) => {
    const guard = await createGuard({});
    const { code, stdout, stderr } = await guard.run(command, '--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(String.raw`\nExamples?:\n  mcp-guard ${command}\b`, 'u'));
    expect(stdout).toContain('-c, --config <file>');
    await guard.close();
  });

  it('is not needed for the version', async () => {
    const guard = await createGuard({});
    expect(await guard.run('--version')).toEqual({ code: 0, stdout: matching(/^\d+\.\d+\.\d+\n$/u), stderr: '' });
    await guard.close();
  });
});
