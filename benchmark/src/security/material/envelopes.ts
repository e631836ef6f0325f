import type { Case } from '../category.js';
import { notification } from '../harness/messages.js';

const called = (params: string): string => `"method":"tools/call","params":{${params}}`;

/** Members of a message that some other reader takes for a call of `tool`. */
export const ENVELOPES: Readonly<Record<string, (tool: string, mark: string) => string>> = {
  'a key in capitals beside the known one': (tool, mark) => called(`"name":"ok","Name":"${tool}","x":"${mark}"`),
  'a key in capitals alone': (tool, mark) => called(`"NAME":"${tool}","x":"${mark}"`),
  'a key twice': (tool, mark) => called(`"name":"ok","name":"${tool}","x":"${mark}"`),
  'a key twice, the denied one first': (tool, mark) => called(`"name":"${tool}","name":"ok","x":"${mark}"`),
  'a key twice, once escaped': (tool, mark) => called(`"name":"ok","n\\u0061me":"${tool}","x":"${mark}"`),
  'a key with a NUL': (tool, mark) => called(`"name":"ok","name\\u0000":"${tool}","x":"${mark}"`),
  'a key with white space': (tool, mark) => called(`"name":"ok"," name":"${tool}","x":"${mark}"`),
  'a key with a zero-width character': (tool, mark) => called(`"name":"ok","na\u200bme":"${tool}","x":"${mark}"`),
  'a key in full width': (tool, mark) => called(`"name":"ok","ｎame":"${tool}","x":"${mark}"`),
  'a mathematical key': (tool, mark) => called(`"name":"ok","\u{1d5c7}ame":"${tool}","x":"${mark}"`),
  'params twice': (tool, mark) =>
    `"method":"tools/call","params":{"name":"ok"},"params":{"name":"${tool}","x":"${mark}"}`,
  'params with a long s': (tool, mark) =>
    `"method":"tools/call","params":{"name":"ok"},"param\u017f":{"name":"${tool}","x":"${mark}"}`,
  'params in capitals': (tool, mark) =>
    `"method":"tools/call","params":{"name":"ok"},"Params":{"name":"${tool}","x":"${mark}"}`,
  'two methods': (tool, mark) => `"method":"ping","Method":"tools/call","params":{"name":"${tool}","x":"${mark}"}`,
  'the same method twice': (tool, mark) =>
    `"method":"ping","method":"tools/call","params":{"name":"${tool}","x":"${mark}"}`,
  'arguments twice': (tool, mark) => called(`"name":"ok","arguments":{},"Arguments":{"x":"${tool} ${mark}"}`),
  'meta in capitals': (tool, mark) => called(`"name":"ok","_META":{"progressToken":"${tool} ${mark}"}`),
  'a revision in capitals': (tool, mark) =>
    called(`"name":"ok","x":"${tool} ${mark}","_meta":{"IO.modelcontextprotocol/protocolVersion":"2026-07-28"}`),
  'a state in capitals': (tool, mark) => called(`"name":"ok","x":"${tool} ${mark}","requestSTATE":"x"`),
  'a question that is an answer': (tool, mark) => `${called(`"name":"${tool}","x":"${mark}"`)},"result":{}`,
  'a question that is an error': (tool, mark) =>
    `${called(`"name":"${tool}","x":"${mark}"`)},"error":{"code":1,"message":"x"}`,
  'a reference with two names': (tool, mark) =>
    `"method":"completion/complete","params":{"ref":{"type":"ref/prompt","name":"ok","Name":"${tool}"},"x":"${mark}"}`,
  'a reference with two types': (tool, mark) =>
    `"method":"completion/complete","params":{"ref":{"type":"ref/prompt","Type":"ref/resource","name":"${tool}"},"x":"${mark}"}`,
  'a subscription in capitals': (_, mark) =>
    `"method":"subscriptions/listen","params":{"notifications":{"ResourceSubscriptions":["file:///etc/passwd"]},"x":"${mark}"}`,
  'params that are a list': (tool, mark) => `"method":"tools/call","params":["${tool}","${mark}"]`,
  'params that are a text': (tool, mark) =>
    `"method":"tools/call","params":"{\\"name\\":\\"${tool}\\",\\"x\\":\\"${mark}\\"}"`,
  'a method that is a list': (tool, mark) => `"method":["tools/call"],"params":{"name":"${tool}","x":"${mark}"}`,
  'another revision of JSON-RPC': (tool, mark) => `"jsonrpc":"1.0",${called(`"name":"${tool}","x":"${mark}"`)}`,
};

/** Characters that end a line for some reader, where JSON allows them. */
const BETWEEN = ['\r', '\r\r', ' \r\t\r '];
const INSIDE = ['\u0085', '\u2028', '\u2029'];
const READERS: Readonly<Record<string, RegExp>> = {
  'BufferedReader of Java': /\r\n|\r|\n/u,
  'Scanner of Java': /\r\n|[\n\r\u2028\u2029\u0085]/u,
  'splitlines of Python': /\r\n|[\n\r\v\f\u0085\u2028\u2029]/u,
};

/** One message in which some readers of lines would see several. */
export const LINES_IN_LINES: readonly Case[] = (['toServer', 'toClient'] as const).flatMap((direction) =>
  [...BETWEEN, ...INSIDE].map((end): Case => ({
    name: `a call in a line of its own for readers that end lines at ${JSON.stringify(end)}, ${direction}`,
    kind: 'attack',
    async play(stage, mark) {
      const session = await stage.session();
      const smuggled = JSON.stringify({
        jsonrpc: '2.0',
        id: mark,
        method: 'tools/call',
        params: { name: 'delete_file' },
      });
      const value = BETWEEN.includes(end) ? end + smuggled + end : rawText(end + smuggled + end);
      const line = notification('vendor/notice', { a: 0 }).replace('"a":0', () => `"a":${value}`);
      const heard = await session.tell(direction, line);
      const isSeen = Object.values(READERS).some((ends) =>
        heard.some((one) => one.split(ends).some((part) => part.trim() === smuggled)),
      );
      return isSeen ? 'let through' : undefined;
    },
  })),
);

/** A JSON string that keeps its line ends raw. */
const rawText = (text: string): string =>
  JSON.stringify(text).replaceAll(/\\u(0085|2028|2029)/g, (_, hex: string) =>
    String.fromCodePoint(Number.parseInt(hex, 16)),
  );
