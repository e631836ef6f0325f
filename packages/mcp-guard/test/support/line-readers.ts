import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { find, lacks } from './programs.ts';

/** How a program that reads line by line sees a byte stream. */
export interface LineReader {
  readonly name: string;
  /** All lines but empty ones, without their ends. */
  readonly read: (bytes: Buffer) => Promise<readonly string[]>;
}

const notEmpty = (lines: readonly string[]): string[] => lines.filter((line) => line !== '');

const cutting = (name: string, ends: RegExp): LineReader => ({
  name,
  read: async (bytes) => notEmpty(bytes.toString().split(ends)),
});

const node: LineReader = {
  name: 'Node’s readline',
  async read(bytes) {
    const lines: string[] = [];
    for await (const line of createInterface({ input: Readable.from([bytes]), crlfDelay: Infinity })) lines.push(line);
    return notEmpty(lines);
  },
};

const python = (name: string, expression: string): LineReader => ({
  name,
  async read(bytes) {
    const program = `import sys, json; sys.stdin.reconfigure(encoding="utf-8"); print(json.dumps([line.rstrip("\\n") for line in ${expression}]))`;
    const child = spawn(find('python3') ?? '', ['-c', program], { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.end(bytes);
    const [printed] = await Promise.all([text(child.stdout), once(child, 'close')]);
    const lines: unknown = JSON.parse(printed);
    return Array.isArray(lines) ? notEmpty(lines.map(String)) : [];
  },
});

/** What MCP servers and clients are read with. Those of Python only where there is one. */
export const LINE_READERS: readonly LineReader[] = [
  cutting('a reader of line feeds', /\n/u),
  cutting('Java’s BufferedReader', /\r\n|\r|\n/u),
  cutting('Java’s Scanner', /\r\n|[\n\r\u2028\u2029\u0085]/u),
  node,
  ...(lacks('python3')
    ? []
    : [python('Python’s sys.stdin', 'sys.stdin'), python('Python’s splitlines', 'sys.stdin.read().splitlines()')]),
];
