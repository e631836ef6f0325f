import { connect } from 'node:net';
import { PAGE_FLOODS } from './payloads.js';
import { createTally } from './tally.js';

/**
 * Another user of the machine, without a token: `node page-flood.js TALLY URL WHICH`. Writes a block to each of many
 * connections, and to a new one for each that is ended; where nothing is written, connections count.
 */
const [tally = '', url = '', which = ''] = process.argv.slice(2);
const { hostname, port } = new URL(url);
const CONNECTIONS = 500;
const BLOCK = 65_536;
const AGAIN_MS = 10;

const { unit, endsAtOnce = false } = Object.entries(PAGE_FLOODS).find(([name]) => name === which)?.[1] ?? { unit: '' };
const block = unit.repeat(Math.floor(BLOCK / Math.max(unit.length, 1)));

const note = createTally(tally);
const taken = (error?: Error | null): void => void (error ?? note(block.length));

function open(): void {
  const socket = connect(Number(port), hostname);
  const write = (): void => {
    if (block !== '' && !socket.destroyed) socket.write(block, taken);
  };
  const begin = (): void => {
    if (block === '') note(1);
    if (endsAtOnce) socket.destroy();
    else write();
  };
  socket
    .on('connect', begin)
    .on('drain', write)
    .on('error', () => undefined)
    .on('close', () => setTimeout(open, AGAIN_MS));
  socket.resume();
}

for (let count = 0; count < CONNECTIONS; count++) open();
process.stdin.resume().once('end', () => process.exit());
