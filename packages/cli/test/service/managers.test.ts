import { chmodSync, mkdirSync, mkdtempSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openManager } from '../../src/service/registry.js';
import type { ServiceSystem } from '../../src/service/service-manager.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcp-guard-manager-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const system = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv = {}): ServiceSystem => ({
  platform,
  env,
  userHome: folder,
  user: 'no-such-user',
  uid: 501,
  folders: [folder],
});

/** A program that writes down its arguments and says what the test wants. */
function fake(program: string, script: string): () => readonly string[] {
  const path = join(folder, program);
  const calls = join(folder, 'calls');
  writeFileSync(path, `#!/bin/sh\necho "$*" >> '${calls}'\n${script}\n`);
  chmodSync(path, 0o755);
  return () => (existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : []);
}

describe('systemd', () => {
  it('is asked without a shell to start the unit now and at each login, and to forget it', async () => {
    const calls = fake('systemctl', '');
    const manager = openManager(system('linux'));
    expect(manager.file).toBe(join(folder, '.config/systemd/user/mcp-guard.service'));
    mkdirSync(join(dirname(manager.file), 'default.target.wants'), { recursive: true });
    await manager.start();
    await manager.stop();
    await manager.forget();
    const unit = 'mcp-guard.service';
    expect(calls()).toEqual(
      ['daemon-reload', `enable ${unit}`, `reset-failed ${unit}`, `restart ${unit}`]
        .concat(`disable --now ${unit}`, `reset-failed ${unit}`, 'daemon-reload')
        .map((call) => `--user ${call}`),
    );
    expect(existsSync(dirname(manager.file))).toBe(false);
    expect(manager.advice()).toEqual([expect.stringContaining('loginctl enable-linger')]);
  });

  it('keeps its units where XDG_CONFIG_HOME says, unless that is no absolute path', () => {
    expect(openManager(system('linux', { XDG_CONFIG_HOME: '/x' })).file).toBe('/x/systemd/user/mcp-guard.service');
    expect(openManager(system('linux', { XDG_CONFIG_HOME: 'x' })).file).toContain(join(folder, '.config'));
  });

  it.each([
    ['ActiveState=active\nMainPID=42\nUnitFileState=enabled\nResult=success', true, true, 42, null],
    [
      'ActiveState=failed\nMainPID=0\nUnitFileState=enabled\nResult=exit-code\nExecMainStatus=69',
      true,
      false,
      null,
      'exit-code 69',
    ],
    ['ActiveState=inactive\nMainPID=0\nUnitFileState=\nResult=success', false, false, null, null],
  ])('says %j', async (said, enabled, running, pid, failure) => {
    fake('systemctl', `printf '${said.replaceAll('\n', '\\n')}\\n'`);
    expect(await openManager(system('linux')).state()).toEqual({ enabled, running, pid, failure });
  });

  it('that cannot be asked, as in a container or over ssh, is told with what to do', async () => {
    const { insist } = openManager(system('linux'));
    await expect(insist()).rejects.toMatchObject({ code: 'DAEMON_UNAVAILABLE', hint: expect.any(String) });
    fake('systemctl', 'echo "Failed to connect to bus: No medium found" >&2; exit 1');
    await expect(insist()).rejects.toThrow('no manager of this user can be asked: Failed to connect to bus');
    fake('systemctl', 'echo "Job failed" >&2; exit 5');
    await expect(insist()).rejects.toThrow('systemctl --user show ended with 5: Job failed');
  });
});

describe('launchd', () => {
  it('is asked to load the agent of this user, and to let go of it', async () => {
    const calls = fake('launchctl', '');
    const manager = openManager(system('darwin'));
    expect(manager.file).toBe(join(folder, 'Library/LaunchAgents/mcp-guard.daemon.plist'));
    await manager.start();
    const target = 'gui/501/mcp-guard.daemon';
    expect(calls()).toEqual([
      `print ${target}`,
      `bootout ${target}`,
      `enable ${target}`,
      `bootstrap gui/501 ${manager.file}`,
    ]);
  });

  it.each([
    ['\tstate = running\n\tpid = 77\n', true, 77, null],
    ['\tstate = spawn scheduled\n\tlast exit code = 78: EX_CONFIG\n', false, null, 'exit code 78: EX_CONFIG'],
  ])('says %j', async (said, running, pid, failure) => {
    fake('launchctl', `printf '${said.replaceAll('\n', '\\n').replaceAll('\t', '\\t')}'`);
    expect(await openManager(system('darwin')).state()).toEqual({ enabled: true, running, pid, failure });
  });
});

it('a system without a manager that is known is told to start the daemon by a command', () => {
  expect(() => openManager(system('freebsd'))).toThrow(
    expect.objectContaining({ hint: { words: 'start the daemon with:', command: 'mcp-guard start -d' } }),
  );
});
