import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { BIN } from './guard.ts';
import type { Shell } from './command.ts';
import { python, PYTHON_OPTIONS } from './python.ts';

/**
 * Runs a program in a terminal of its own, and answers each prompt when it stands there. It leaves the processes of the
 * test, which are those of a client: a person decides elsewhere.
 */
const PROGRAM = `
import fcntl, json, os, pty, struct, sys, termios, time
command, answers, columns = json.loads(sys.argv[1])
starter = os.getpid()
if os.fork() != 0:
    os._exit(0)
while os.getppid() == starter:
    time.sleep(0.001)
os.setsid()
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 24, columns, 0, 0))
    os.execvp(command[0], command)
shown, seen = b'', 0
while answers and answers[0][0] == '':
    os.write(terminal, answers.pop(0)[1].encode())
while True:
    try:
        data = os.read(terminal, 65536)
    except OSError:
        break
    if not data:
        break
    shown += data
    while answers and shown.find(answers[0][0].encode(), seen) >= 0:
        prompt, answer = answers.pop(0)
        seen = shown.find(prompt.encode(), seen) + len(prompt.encode())
        os.write(terminal, answer.encode())
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
print(json.dumps([status, shown.decode()]))
`;

/** What a test waits for, and what it types then; without a prompt it types before the program has begun. */
export type Answer = readonly [prompt: string, typed: string];

export interface TerminalResult {
  readonly code: number;
  /** Everything that stood on the terminal, what was typed included as far as it was seen. */
  readonly screen: string;
}

/** A text in one line: where it breaks depends on the paths in it. */
export const unfold = (shown: string): string => shown.trim().split(/\s+/u).join(' ');

/** What a terminal shows is as wide as it: 80 columns unless it says otherwise. */
export interface TerminalShell extends Shell {
  readonly columns?: number;
}

/** Runs any program in a terminal. Needs Python, as the readers of lines do. */
export async function runProgramInTerminal(
  { cwd, env, columns = 80 }: TerminalShell,
  command: readonly string[],
  ...answers: readonly Answer[]
): Promise<TerminalResult> {
  const args = [...PYTHON_OPTIONS, '-c', PROGRAM, JSON.stringify([command, answers, columns])];
  const child = spawn(python(), args, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [code, screen]: [number, string] = JSON.parse(await text(child.stdout));
  return { code, screen: screen.replaceAll('\r\n', '\n') };
}

/** Runs `mcp-guard …args` in a terminal. */
export const runInTerminal = (
  shell: TerminalShell,
  args: readonly string[],
  ...answers: readonly Answer[]
): Promise<TerminalResult> => runProgramInTerminal(shell, [process.execPath, BIN, ...args], ...answers);
