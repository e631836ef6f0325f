import { readLaunch } from '../launch.js';
import { NONE, type ScanRule } from '../rule.js';

export const shellString: ScanRule = {
  id: 'shell-string',
  severity: 'medium',
  title: 'a server that a shell starts from a string (`sh -c`, `cmd /c`, `powershell -Command`)',
  checkServer({ server: { run } }) {
    const launch = readLaunch(run);
    if (!launch || !launch.args.some((arg) => SHELLS.get(launch.program)?.test(arg) === true)) return NONE;
    return [{ why: 'a shell runs a text, which can be more than a server', fix: 'name the program and its arguments' }];
  },
};

const POSIX = /^-[a-z]{0,8}c$/;
const POWERSHELL = /^-(?:c|command|e|ec|enc|encodedcommand)$/i;

/** Shells, and the options whose value they run as text. */
const SHELLS: ReadonlyMap<string, RegExp> = new Map([
  ...['sh', 'bash', 'dash', 'zsh', 'ksh', 'fish', 'ash'].map((shell) => [shell, POSIX] as const),
  ['cmd', /^\/[ck]$/i],
  ['powershell', POWERSHELL],
  ['pwsh', POWERSHELL],
]);
