/** Looks at the page of a daemon as so many pages do: `viewers-process URL TOKEN COUNT`. Says `looking` once all of them get events. */
import { request } from 'node:http';
import { connect } from 'node:net';

const [url = '', token = '', count = '0'] = process.argv.slice(2);
const { hostname, port, host } = new URL(url);
const headers = { authorization: `Bearer ${token}` };

let waiting = Number(count);
for (let viewer = Number(count); viewer > 0; viewer--) {
  request({ hostname, port, path: '/api/events', headers, agent: false }, (answer) => {
    if (answer.statusCode !== 200) throw new Error(`status ${answer.statusCode}`);
    answer.once('data', () => --waiting === 0 && process.stdout.write('looking\n')).resume();
  }).end();
}

// One more that does not read.
const silent = connect({ host: hostname, port: Number(port) });
silent.pause().write(`GET /api/events HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${token}\r\n\r\n`);

process.stdin.resume().once('end', () => process.exit());
