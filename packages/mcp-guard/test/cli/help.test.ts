import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGuard, type TestGuard } from '../support/guard.ts';
import { matching } from '../support/matchers.ts';

const FIRST = [
  ['init', 'connect', 'auth', 'doctor'],
  ['status', 'logs', 'dashboard'],
  ['approvals'],
  ['tools', 'deny', 'ask', 'allow', 'explain', 'validate'],
  ['start', 'stop', 'panic', 'release'],
].flat();
const MORE = [
  ['uninstall', 'completion'],
  ['top', 'scan'],
  ['except', 'base'],
  ['restart', 'service'],
  ['health', 'summary', 'errors', 'dashboard-token'],
].flat();

const namedIn = (help: string): readonly (string | undefined)[] =>
  [...help.matchAll(/^ {2}([a-z]+(?:-[a-z]+)*) .*/gmu)].map(([, name]) => name);

describe('help', () => {
  let guard: TestGuard;
  beforeAll(async () => {
    guard = await createGuard({});
  });
  afterAll(() => guard.close());

  it('names what people use every day on its first screen, in groups, at most 18', async () => {
    const { code, stdout } = await guard.run('--help');
    expect({ code, named: namedIn(stdout) }).toEqual({ code: 0, named: FIRST });
    expect(FIRST.length).toBeLessThanOrEqual(18);
    expect(stdout.match(/^[A-Z].*:$/gmu)).toEqual(['Options:', 'Set up:', 'See:', 'Decide:', 'Rules:', 'Operate:']);
    expect(stdout).toContain('mcp-guard help --all');
  });

  it.each([
    ['help', '--all'],
    ['--help', '--all'],
  ])('names every command of this version with %s %s', async (...args) => {
    const { code, stdout } = await guard.run(...args);
    const named = namedIn(stdout).filter((name) => name !== 'help');
    expect({ code, named: new Set(named) }).toEqual({ code: 0, named: new Set([...FIRST, ...MORE]) });
  });

  it.each([
    ['status --check', 'health'],
    ['logs --summary --by tool --json', 'summary --by tool --json'],
    ['dashboard --token', 'dashboard-token'],
    ['help errors POLICY_DENIED', 'errors POLICY_DENIED'],
  ])('%s does what %s did', async (now, former) => {
    const [first, second] = [await guard.run(...now.split(' ')), await guard.run(...former.split(' '))];
    expect(first).toEqual(second);
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
    expect(stdout).not.toContain('```');
    expect(await guard.run('errors', 'NOT_FOUND')).toMatchObject({ code: 64 });
  });

  it('lists the pages of the documentation, and shows each as plain text', async () => {
    const { code, stdout } = await guard.run('help', 'topics');
    const topics = [...stdout.matchAll(/^ {2}([\w/-]+) {2,}\S/gmu)].map(([, name = '']) => name);
    expect({ code, topics }).toEqual({
      code: 0,
      topics: expect.arrayContaining(['read-only', 'payments', 'policy', 'keys', 'cursor', 'docs/scan']),
    });
    for (const topic of ['read-only', 'policy', 'docs/scan', 'docs/tasks/team.md']) {
      const page = await guard.run('help', topic);
      expect(page).toMatchObject({ code: 0, stderr: '' });
      expect(page.stdout).toMatch(/^\S.*\n-{4,}\n/u);
      expect(page.stdout).not.toMatch(/```|^#|\]\(/mu);
    }
  });

  it('is completed with topics and commands', async () => {
    expect(await guard.run('complete', '--', 'help', 'pay')).toMatchObject({ code: 0, stdout: 'payments\n' });
  });

  it('names the nearest topic or command for any other word', async () => {
    expect(await guard.run('help', 'polcy')).toMatchObject({
      code: 64,
      stderr: 'mcp-guard: there is no command and no topic polcy\nmcp-guard: did you mean: mcp-guard help policy\n',
    });
    expect(await guard.run('help', 'statsu')).toMatchObject({ stderr: matching(/mcp-guard help status\n$/u) });
    expect(await guard.run('help', 'zzzzzzzzzz')).toMatchObject({ stderr: matching(/mcp-guard help topics\n$/u) });
  });

  it('is not needed for the version', async () => {
    expect(await guard.run('--version')).toEqual({ code: 0, stdout: matching(/^\d+\.\d+\.\d+\n$/u), stderr: '' });
  });
});
