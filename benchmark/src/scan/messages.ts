import { Random } from '../security/harness/random.js';
import { createMixedText, createText, KINDS, path, time, uuid } from './typical-text.js';

/** Messages as on the wire, each different: calls, and the responses to them. */
export interface Messages {
  readonly calls: readonly string[];
  readonly results: readonly string[];
}

/** A message around a text. */
type Frame = (text: string) => object;

/** @param bytes of each message, exactly */
export function createMessages(count: number, bytes: number): Messages {
  const random = new Random(`messages of ${bytes}`);
  const ids = Array.from({ length: count }, (_, id) => id);
  return {
    calls: ids.map((id) => fill(createCall(random, id), random, bytes)),
    results: ids.map((id) => fill(createResult(id), random, bytes)),
  };
}

/** What several tools are asked for; each has one argument of any length. */
function createCall(random: Random, id: number): Frame {
  const file = `/home/ada/${path(random)}`;
  const row = { id: uuid(random), at: time(random) };
  const page = 1 + random.below(20);
  const thread = 1_760_000_000 + random.below(10_000_000);
  const frames: readonly Frame[] = [
    (content) => ({ name: 'write_file', arguments: { path: file, content } }),
    (query) => ({ name: 'search_issues', arguments: { query, page, perPage: 30, sort: 'updated' } }),
    (note) => ({ name: 'insert_row', arguments: { row: { ...row, note } } }),
    (text) => ({ name: 'send_message', arguments: { channel: 'general', text, thread } }),
  ];
  return (text) => ({ jsonrpc: '2.0', id, method: 'tools/call', params: frames[id % frames.length]?.(text) });
}

const createResult =
  (id: number): Frame =>
  (text) => ({ jsonrpc: '2.0', id, result: { content: [{ type: 'text', text }] } });

/** A message of exactly so many bytes: what takes more than a byte in JSON is made up for at the end. */
function fill(frame: Frame, random: Random, bytes: number): string {
  const write = Object.values(KINDS)[random.below(Object.keys(KINDS).length + 1)];
  const text = write ? createText(write, random, bytes) : createMixedText(random, bytes);
  const sizeOf = (content: string): number => Buffer.byteLength(JSON.stringify(frame(content)));
  let length = bytes - sizeOf('');
  for (let excess = sizeOf(text.slice(0, length)) - bytes; excess > 0;) {
    length -= Math.ceil(excess / 2);
    excess = sizeOf(text.slice(0, length)) - bytes;
  }
  const content = text.slice(0, length);
  return JSON.stringify(frame(content + ' '.repeat(bytes - sizeOf(content))));
}
