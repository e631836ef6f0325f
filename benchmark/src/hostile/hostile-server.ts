import { isObject, member, parseJson, type JsonValue } from '@mcp-guard/core';
import { createInterface } from 'node:readline';
import { FLOODS, LINES, RESULTS, STDERR } from './payloads.js';
import { createTally } from './tally.js';

/**
 * A server that attacks once a tool is called: `node hostile-server.js TALLY REVISION WHAT WHICH`. It answers `initialize` with
 * that revision, whatever it is asked for, so that batches are allowed where it says so.
 */
const [tally = '', revision = '', what = '', which = ''] = process.argv.slice(2);
const CHUNK = 65_536;
const note = createTally(tally);
let isOn = false;

/** What is a part of the attack, and counts once it was taken. Returns whether more may follow at once. */
const pour = (stream: NodeJS.WriteStream, text: string): boolean =>
  stream.write(text, (error) => void (error ?? note(Buffer.byteLength(text))));

const pick = <Value>(table: Readonly<Record<string, Value>>): Value | undefined =>
  Object.hasOwn(table, which) ? table[which] : undefined;

const toAnswer = (id: JsonValue, result: string): string =>
  `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${result}}\n`;
const answer = (id: JsonValue, result: string): void => void process.stdout.write(toAnswer(id, result));

/** As much as the other end takes, and on when it takes more. */
function flood(stream: NodeJS.WriteStream, next: () => string): void {
  while (pour(stream, next()));
  stream.once('drain', () => flood(stream, next));
}

let count = 0;
function repeat(unit: string): () => string {
  const whole = unit.repeat(Math.ceil(CHUNK / unit.length));
  return unit.includes('$') ? () => unit.replace('$', `"q${count++}"`) : () => whole;
}

function attack(id: JsonValue): void {
  const result = pick(RESULTS);
  const line = pick(LINES);
  if (what === 'result' && result) return void pour(process.stdout, toAnswer(id, result()));
  if (what === 'line' && line) pour(process.stdout, line());
  if (what === 'never') return;
  answer(id, '{"content":[]}');
  if (isOn) return;
  isOn = true;
  const unit = what === 'stdout' ? pick<string>(FLOODS) : undefined;
  const words = what === 'stderr' ? pick<string>(STDERR) : undefined;
  if (unit !== undefined) setImmediate(() => flood(process.stdout, repeat(unit)));
  if (words !== undefined) setImmediate(() => flood(process.stderr, repeat(words)));
}

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const message = parseJson(line.startsWith('[') ? '{}' : line);
    const id = member(message, 'id');
    if (!isObject(message) || id === undefined) return;
    if (message['method'] === 'initialize') {
      const serverInfo = { name: 'hostile', version: '0' };
      answer(id, JSON.stringify({ protocolVersion: revision, capabilities: { tools: {}, logging: {} }, serverInfo }));
    } else if (message['method'] === 'tools/call') attack(id);
    else if (message['method'] !== undefined) answer(id, '{}');
  })
  .on('close', () => process.exit());
