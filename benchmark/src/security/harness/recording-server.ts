/**
 * The server behind the guard. Every line that reaches it goes to the Unix socket in its last
 * argument, where the suite writes it down and answers as the case wants; it ends with that socket.
 */
import { connect } from 'node:net';

const socket = connect({ path: process.argv.at(-1) ?? '', allowHalfOpen: true });
process.stdin.pipe(socket);
socket.pipe(process.stdout, { end: false });
socket.on('end', () => process.stdout.write('', () => process.exit(0)));
socket.on('error', () => process.exit(1));
