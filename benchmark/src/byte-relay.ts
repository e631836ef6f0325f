import { spawn } from 'node:child_process';

/** The minimum between a client and a server: one hop that copies bytes. A contender to compare with. */
const [command = '', ...args] = process.argv.slice(2);
const server = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
process.stdin.pipe(server.stdin);
server.stdout.pipe(process.stdout);
server.once('exit', () => process.exit());
