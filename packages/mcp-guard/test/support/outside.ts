import { spawn } from 'node:child_process';
import { openMeeting } from './meeting.ts';

/** The surroundings of a program. */
export interface Around {
  readonly cwd?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Leaves the processes of the test, which are those of a client, for a session of its own. The shell goes on when this
 * process is gone: until then it counts as one of the test, and a busy machine may take a while to end what has left it.
 */
const LEAVE = `
const [script, ...words] = process.argv.slice(1);
const hasLeft = 'while kill -0 ' + process.pid + ' 2>/dev/null; do /bin/sleep 0.01; done';
require('node:child_process')
  .spawn('/bin/sh', ['-c', hasLeft + script, ...words], { detached: true, stdio: ['ignore', 'inherit', 'inherit'] })
  .unref();
`;
const EXEC = `
exec "$0" "$@"
`;

/** Runs what it is told to, each in a session of its own, and tells what that wrote. It ends with the process of the test. */
const PROGRAM = `
const socket = require('node:net').createConnection(process.argv[1]);
for (const end of ['error', 'close']) socket.once(end, () => process.exit());
require('node:readline').createInterface({ input: socket }).on('line', (line) => {
  const [id, [command, words, around]] = JSON.parse(line);
  const options = { ...around, detached: true, stdio: ['ignore', 'pipe', 'inherit'] };
  const child = require('node:child_process').spawn(command, words, options);
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part) => (text += part));
  child.once('close', () => socket.write(JSON.stringify([id, text]) + '\\n'));
});
`;

const findOutside = openMeeting((socket) => {
  const words = ['-e', LEAVE, '--', EXEC, process.execPath, '-e', PROGRAM, '--', socket];
  spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] });
});

/**
 * Runs a program outside of the processes of the test, by one process for all: to leave takes a process each time.
 * Resolves with its output, once that has ended.
 */
export const runOutside = async (command: string, words: readonly string[], around: Around): Promise<string> =>
  (await findOutside())([command, words, around]);
