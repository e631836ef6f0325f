import { isObject, member, parseJson, type JsonValue } from '@mcp-guard/core';
import { createInterface } from 'node:readline';
import { FLOODS, LINES, RESULTS, STDERR } from './payloads.js';

/**
 * A server that attacks once a tool is called: `node hostile-server.js REVISION WHAT WHICH`. It answers `initialize` with
 * that revision, whatever it is asked for, so that batches are allowed where it says so.
 */
const [revision = '', what = '', which = ''] = process.argv.slice(2);
const CHUNK = 65_536;
let isOn = false;

const pick = <Value>(table: Readonly<Record<string, Value>>): Value | undefined =>
  Object.hasOwn(table, which) ? table[which] : undefined;

function answer(id: JsonValue, result: string): void {
  process.stdout.write(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${result}}\n`);
}

/** As much as the other end takes, and on when it takes more. */
function flood(stream: NodeJS.WriteStream, next: () => string): void {
  while (stream.write(next()));
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
  if (what === 'result' && result) return answer(id, result());
  if (what === 'line' && line) process.stdout.write(line());
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
