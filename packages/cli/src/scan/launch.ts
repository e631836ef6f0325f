import type { ServerRun } from '../clients/client-format.js';

/** The program that a server's command starts, behind its wrappers. */
export interface Launch {
  /** Without folder and extension, in lower case: `npx` of `C:\node\npx.cmd`. */
  readonly program: string;
  /** As written there. */
  readonly command: string;
  readonly args: readonly string[];
}

/** More wrappers than any real entry needs. */
const MAX_WRAPPERS = 8;
const ASSIGNMENT = /^[A-Za-z_]\w{0,127}=/;
const SHELL_SIGN = /[&|;<>]/;

/** Returns nothing for servers that no command starts. */
export function readLaunch(run: ServerRun): Launch | undefined {
  if (run.kind !== 'stdio') return undefined;
  let launch = toLaunch(run.command, run.args);
  for (let depth = 0; depth < MAX_WRAPPERS; depth++) {
    const [command, ...args] = unwrap(launch) ?? [];
    if (command === undefined) break;
    launch = toLaunch(command, args);
  }
  return launch;
}

/** The name of a program without its folder and what Windows adds. */
export const programOf = (command: string): string =>
  (command.split(/[/\\]/).at(-1) ?? '').toLowerCase().replace(/\.(?:exe|cmd|bat|ps1)$/, '');

const toLaunch = (command: string, args: readonly string[]): Launch => ({ program: programOf(command), command, args });

/** `env A=1 npx …` is `npx …`; so is `cmd /c npx …`, the way to start it on Windows, where nothing else is in it. */
function unwrap({ program, args }: Launch): readonly string[] | undefined {
  if (program === 'env') return args.slice(args.findIndex((arg) => !arg.startsWith('-') && !ASSIGNMENT.test(arg)));
  if (program !== 'cmd' || args[0]?.toLowerCase() !== '/c') return undefined;
  const rest = args.slice(1);
  return rest.some((arg) => SHELL_SIGN.test(arg)) ? undefined : rest.flatMap((arg) => arg.split(' ').filter(Boolean));
}
