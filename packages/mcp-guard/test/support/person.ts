import type { RequestOptions } from 'node:http';
import { openMeeting } from './meeting.ts';
import { leaveInTerminal } from './terminal.ts';

/** Sends each request that it is told, and tells the answer. */
const PROGRAM = `
const socket = require('node:net').createConnection(process.argv[1]);
for (const end of ['error', 'close']) socket.once(end, () => process.exit());
require('node:readline').createInterface({ input: socket }).on('line', (line) => {
  const [id, [options, content]] = JSON.parse(line);
  const tell = (text) => socket.write(JSON.stringify([id, text]) + '\\n');
  const onAnswer = (answer) => {
    let text = '';
    answer.setEncoding('utf8').on('data', (part) => (text += part)).once('end', () => tell(text));
  };
  require('node:http').request(options, onAnswer).once('error', (error) => tell(String(error))).end(content);
});
`;

const findPerson = openMeeting((socket) => leaveInTerminal([process.execPath, '-e', PROGRAM, '--', socket]));

/** A request from a terminal outside of all clients, one for all tests of this process. Resolves with the answer's text. */
export const askOutside = async (options: RequestOptions, content: string): Promise<string> =>
  (await findPerson())([options, content]);
