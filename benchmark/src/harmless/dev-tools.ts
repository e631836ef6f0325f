import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import type { Child } from '../processes.js';
import type { AxNode } from './snapshot.js';
import type { Workshop } from './workshop.js';

const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const MAX_ANSWER_MS = 30_000;

export const findBrowser = (): string | undefined =>
  [env['CHROMIUM'] ?? '', ...PROGRAMS].find((path) => existsSync(path));

type Members = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null;
const asObject = (value: unknown): Members => (isObject(value) ? value : {});
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A browser that reaches nothing but this machine, and its debugger: https://chromedevtools.github.io/devtools-protocol */
export class DevTools {
  readonly #workshop: Workshop;
  readonly #child: Child;
  readonly #open = new Map<number, (result: Members) => void>();
  #session: string | undefined;
  #loaded: (() => void) | undefined;
  #id = 0;

  private constructor(workshop: Workshop, child: Child) {
    this.#workshop = workshop;
    this.#child = child;
    let rest = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      const messages = (rest + piece).split('\0');
      rest = messages.pop() ?? '';
      for (const message of messages) this.#receive(asObject(JSON.parse(message)));
    });
    child.stderr.resume();
  }

  static async start(workshop: Workshop, program: string): Promise<DevTools> {
    const profile = join(workshop.folder, `profile-${workshop.number()}`);
    const flags = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--remote-debugging-pipe',
      `--user-data-dir=${profile}`,
    ];
    const child = workshop.processes.start({
      command: 'sh', // The debugger speaks on the descriptors 3 and 4.
      args: [
        '-c',
        'exec "$0" "$@" 3<&0 4>&1 1>&2',
        program,
        ...flags,
        '--host-resolver-rules=MAP * ~NOTFOUND',
        'about:blank',
      ],
      env: {},
    });
    const tools = new DevTools(workshop, child);
    const { targetId } = await tools.#ask('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await tools.#ask('Target.attachToTarget', { targetId, flatten: true });
    tools.#session = String(sessionId);
    await tools.#ask('Page.enable', {});
    return tools;
  }

  /** What a page tells programs that read it out. */
  async readTree(url: string): Promise<readonly AxNode[]> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#loaded = resolve;
    await this.#ask('Page.navigate', { url });
    await Promise.race([promise, wait(MAX_ANSWER_MS)]);
    const { nodes } = await this.#ask('Accessibility.getFullAXTree', {});
    return asList(nodes).map(toNode);
  }

  close(): Promise<void> {
    return this.#workshop.processes.kill(this.#child);
  }

  async #ask(method: string, params: object): Promise<Members> {
    const id = ++this.#id;
    const { promise, resolve } = Promise.withResolvers<Members>();
    this.#open.set(id, resolve);
    const session = this.#session === undefined ? {} : { sessionId: this.#session };
    this.#child.stdin.write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    const answer = await Promise.race([promise, wait(MAX_ANSWER_MS)]);
    this.#open.delete(id);
    if (!answer) throw new Error(`the browser gave no answer to ${method}`);
    return answer;
  }

  #receive({ id, method, result }: Members): void {
    if (typeof id === 'number') this.#open.get(id)?.(asObject(result));
    else if (method === 'Page.loadEventFired') this.#loaded?.();
  }
}

/** Does not keep the process alive. */
const wait = (ms: number): Promise<undefined> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(undefined), ms).unref();
  });

function toName(value: unknown): string {
  const { value: name } = asObject(value);
  return typeof name === 'string' ? name : '';
}

function toNode(value: unknown): AxNode {
  const { nodeId, role, name, properties, childIds } = asObject(value);
  const property = (wanted: string): unknown =>
    asObject(
      asList(properties)
        .map(asObject)
        .find((each) => each['name'] === wanted)?.['value'],
    )['value'];
  const level = property('level');
  const url = property('url');
  return {
    nodeId: String(nodeId),
    role: toName(role) || 'none',
    name: toName(name),
    level: typeof level === 'number' ? level : undefined,
    url: typeof url === 'string' ? url : undefined,
    childIds: asList(childIds).map(String),
  };
}
