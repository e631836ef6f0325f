/**
 * A server without a will: whatever stands on its standard input goes to the Unix socket in its
 * argument and back, byte by byte, so that a test can be the server. It ends with that socket.
 */
import { connect } from 'node:net';

const socket = connect({ path: process.argv[2] ?? '', allowHalfOpen: true });
process.stdin.pipe(socket);
socket.pipe(process.stdout, { end: false });
socket.on('end', () => process.stdout.write('', () => process.exit(3)));
socket.on('error', () => process.exit(4));
