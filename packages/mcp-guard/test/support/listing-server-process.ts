/**
 * A stdio server that has nothing but lists: `node listing-server-process.ts JSON`, which holds them by method with their
 * entries, page by page, and whatever else it answers with. Starts in no time.
 */
import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Listing } from './listing-server.ts';

const {
  pages = {},
  instructions,
  modernOnly = false,
  endless = false,
  asks,
  mark,
}: Listing = JSON.parse(process.argv[2] ?? '{}');
if (mark !== undefined) appendFileSync(mark, `${process.argv.length}\n`);

const say = (message: object): void => void process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
const named = (method: string): string =>
  method === 'resources/templates/list' ? 'resourceTemplates' : (method.split('/')[0] ?? '');
const self = {
  capabilities: Object.fromEntries(Object.keys(pages).map((method) => [method.split('/')[0], {}])),
  serverInfo: { name: 'listing', version: '1' },
  instructions,
};

interface Question {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

function answer({ method = '', params }: Question): object | undefined {
  if (method === 'initialize') return modernOnly ? undefined : { protocolVersion: '2025-11-25', ...self };
  if (modernOnly && !params?.['_meta']) return undefined;
  if (method === 'server/discover') return modernOnly ? { resultType: 'complete', ...self } : undefined;
  const list = Object.entries(pages).find(([each]) => each === method)?.[1];
  if (!list) return undefined;
  const page = Number(params?.['cursor'] ?? 0);
  const next = endless || page + 1 < list.length ? String(page + 1) : undefined;
  return { [named(method)]: list[page % list.length], nextCursor: next };
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const question: Question = JSON.parse(line);
  const { id, method } = question;
  if (method === 'initialize' && asks !== undefined) say({ id: 'of the server', method: asks });
  if (method === undefined) process.stderr.write(`${line}\n`, () => asks === undefined || process.exit(3));
  if (id === undefined || (method === 'initialize' && asks !== undefined)) return;
  const result = answer(question);
  say(result ? { id, result } : { id, error: { code: -32601, message: 'no such method' } });
});
