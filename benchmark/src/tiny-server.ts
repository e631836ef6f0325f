import { isObject, member, parseJson } from '@mcp-guard/core';
import { createInterface } from 'node:readline';

/**
 * The smallest stdio server that answers with a text of any size: `tools/call` of `text` with
 * `{bytes}`. The text is made once per size, so that a large response costs only writing.
 */
const SENTENCE = 'The quick brown fox jumps over the lazy dog, and the dog, being "lazy", does not mind at all.\n';
const contents = new Map<number, Buffer>();

function contentOf(bytes: number): Buffer {
  const made =
    contents.get(bytes) ??
    Buffer.from(JSON.stringify(SENTENCE.repeat(Math.ceil(bytes / SENTENCE.length)).slice(0, bytes)));
  contents.set(bytes, made);
  return made;
}

function answer(id: number, result: object): void {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`);
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const message = parseJson(line);
  const id = member(message, 'id');
  if (!isObject(message) || typeof id !== 'number') return;
  if (message['method'] === 'initialize') {
    const serverInfo = { name: 'tiny', version: '0' };
    answer(id, { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo });
  } else if (message['method'] === 'tools/call') {
    const bytes = member(member(message['params'], 'arguments'), 'bytes');
    process.stdout.write(`{"jsonrpc":"2.0","id":${id},"result":{"content":[{"type":"text","text":`);
    process.stdout.write(contentOf(typeof bytes === 'number' ? bytes : 0));
    process.stdout.write('}]}}\n');
  } else {
    answer(id, {});
  }
});
