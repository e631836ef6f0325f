/**
 * A stdio server in one file and without dependencies, so that it starts in no time and behaves as badly as a test
 * wants: `node tiny-server-process.ts [--stubborn] [--child] [--static] [--journal FILE] [anything that names the test]`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Ignores the end of its input, SIGTERM, SIGINT and SIGHUP. */
    stubborn: { type: 'boolean', default: false },
    /** Has a process of its own, in its own group, that lives as long as nobody ends it. */
    child: { type: 'boolean', default: false },
    /** Declares no change notices. */
    static: { type: 'boolean', default: false },
    /** Every id that arrived, one a line, on disk before anything else happens. */
    journal: { type: 'string' },
  },
});

interface Question {
  readonly id?: string | number;
  readonly method?: string;
  readonly params?: { readonly name?: string; readonly arguments?: Readonly<Record<string, unknown>> };
}

const held: Question[] = [];

const TOOLS: Readonly<Record<string, (args: Readonly<Record<string, unknown>>, call: Question) => unknown>> = {
  echo: ({ text = '' }) => text,
  pid: () => String(process.pid),
  cwd: () => process.cwd(),
  environment: () => JSON.stringify(process.env),
  /** Stays unanswered until somebody calls `release`. */
  hold(_, call) {
    held.push(call);
  },
  release({ text = 'released' }) {
    for (const call of held.splice(0)) answer(call, toContent(text));
    return 'done';
  },
  /** Answers itself and every held call at SIGUSR2, when nobody has to ask for it. */
  releaseBySignal(_, call) {
    held.push(call);
    process.once('SIGUSR2', () => {
      for (const one of held.splice(0)) answer(one, toContent('released'));
    });
  },
  /** Ends at once, with last words. */
  die({ words = '', code = 1 }) {
    process.stderr.write(String(words), () => process.exit(Number(code)));
  },
  say({ words }) {
    process.stderr.write(`${String(words)}\n`);
    return 'said';
  },
  /** Sends notices of `bytes` each, as fast as the other end takes them; how many bytes have left is in the journal. */
  async flood({ megabytes, bytes }) {
    const size = Number(bytes);
    const params = message('x'.repeat(size));
    const notice = `${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/message', params })}\n`;
    for (let sent = size; sent <= Number(megabytes) * 2 ** 20; sent += size) {
      if (!process.stdout.write(notice)) await once(process.stdout, 'drain');
      if (sent % 2 ** 18 === 0) note(`flood ${sent}`);
    }
    return 'flooded';
  },
};

const message = (data: string): object => ({ level: 'info', data });
const toContent = (text: unknown): object => ({ content: [{ type: 'text', text: String(text) }] });
const reply = (rest: object): void => void process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...rest })}\n`);
const answer = ({ id }: Question, result: object): void => reply({ id, result });
const note = (what: unknown): void => {
  if (flags.journal !== undefined) appendFileSync(flags.journal, `${String(what)}\n`);
};

const METHODS: Readonly<Record<string, (question: Question) => unknown>> = {
  initialize: () => ({
    protocolVersion: '2025-11-25',
    capabilities: { tools: { listChanged: !flags.static }, logging: {} },
    serverInfo: { name: 'tiny', version: String(process.pid) },
  }),
  ping: () => ({}),
  'tools/list': () => ({
    tools: Object.keys(TOOLS).map((name) => ({ name, inputSchema: { type: 'object' } })),
  }),
  async 'tools/call'(question) {
    const tool = Object.entries(TOOLS).find(([name]) => name === question.params?.name)?.[1];
    if (!tool) throw new UnknownName(-32602);
    const text = await tool(question.params?.arguments ?? {}, question);
    return text === undefined ? undefined : toContent(text);
  },
};

class UnknownName extends Error {
  readonly code: number;

  constructor(code: number) {
    super('there is nothing of this name');
    this.code = code;
  }
}

async function serve(question: Question): Promise<void> {
  const method = Object.entries(METHODS).find(([name]) => name === question.method)?.[1];
  try {
    if (!method) throw new UnknownName(-32601);
    const result = await method(question);
    if (typeof result === 'object' && result !== null) answer(question, result);
  } catch (error) {
    const code = error instanceof UnknownName ? error.code : -32603;
    if (question.id !== undefined) reply({ id: question.id, error: { code, message: String(error) } });
  }
}

if (flags.child) {
  const program = ['-e', 'setInterval(() => undefined, 2 ** 30)', 'child', ...positionals];
  spawn(process.execPath, program, { stdio: 'inherit' });
}
if (flags.stubborn) {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
  setInterval(() => undefined, 2 ** 30);
}
process.stdout.on('error', () => undefined);
createInterface({ input: process.stdin }).on('line', (line) => {
  const question: Question = JSON.parse(line); // oxlint-disable-line typescript/no-unsafe-assignment -- the guard lets nothing else through
  if (question.id !== undefined) note(JSON.stringify(question.id));
  void serve(question);
});
