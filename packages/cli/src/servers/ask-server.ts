import { GuardError, safe, type JsonObject, type JsonValue } from '@mcp-guard/core';
import {
  secretLines,
  StartFault,
  startServer,
  StderrTail,
  type Reaper,
  type ServerStart,
  type StartedServer,
} from '@mcp-guard/core/launch';
import { mask } from '@mcp-guard/detectors';
import { Conversation } from './conversation.js';
import { greet } from './greeting.js';
import { readList } from './read-list.js';
import { ServerFault } from './server-fault.js';

/** How a server is started; a stranger may have written it. */
export interface ServerLaunch extends ServerStart {
  /** Its name for people. */
  readonly name: string;
}

export interface AskOptions {
  /** The version of mcp-guard that the server sees. */
  readonly version: string;
  /** Ends the server even if this process cannot. */
  readonly reaper: Reaper;
  /** Which of its lists; all that it declares by default. */
  readonly only?: 'tools';
  /** For everything up to the last response, in milliseconds. */
  readonly timeLimit?: number;
  /** Ends it before. */
  readonly signal?: AbortSignal;
}

/** The declarations of a server, unchecked: every text in it is a stranger's. */
export interface ServerAnswer {
  readonly serverInfo: JsonValue;
  readonly instructions: string | undefined;
  readonly tools: readonly JsonObject[];
  readonly prompts: readonly JsonObject[];
  readonly resources: readonly JsonObject[];
  readonly resourceTemplates: readonly JsonObject[];
}

const TIME_LIMIT = 30_000;
/** The server's last output, in characters. */
const MAX_LAST = 400;
/** Between its last lines. */
const SEPARATOR = ' / ';

/**
 * Starts a stdio server, lists what it has, and returns once it and all it started in its process group are gone.
 * Throws UPSTREAM_UNAVAILABLE, with the last output of the server, if it cannot be started or sends no usable
 * response; its cause is a `ServerFault`, which has the same words without the name.
 */
export async function askServer(launch: ServerLaunch, options: AskOptions): Promise<ServerAnswer> {
  let server: StartedServer | undefined;
  let fault: ServerFault | StartFault;
  const tail = new StderrTail(secretLines(launch.env), mask);
  try {
    server = startServer(launch, options.reaper);
    server.errors.on('data', (text: string) => tail.skip(text));
    return await ask(server, options);
  } catch (error) {
    if (!(error instanceof ServerFault || error instanceof StartFault)) throw error;
    fault = error;
  } finally {
    await server?.close();
  }
  // Only now has all been read that it wrote before it answered.
  const last = safe(unsaid(tail.lastLines(), fault.message), MAX_LAST);
  const cause = new ServerFault(last === '' ? fault.message : `${fault.message}: ${last}`);
  throw new GuardError('UPSTREAM_UNAVAILABLE', `the server ${safe(launch.name, 64)} ${cause.message}`, { cause });
}

/** The last lines of the standard error that the server has not answered as well. */
const unsaid = (lines: string, said: string): string =>
  lines
    .split(SEPARATOR)
    .filter((line) => !said.includes(line.replace(/^mcp-guard: /, '')))
    .join(SEPARATOR);

async function ask(
  server: StartedServer,
  { version, only, timeLimit = TIME_LIMIT, signal }: AskOptions,
): Promise<ServerAnswer> {
  const talk = new Conversation(server);
  void server.ended.then((how) => talk.end(new ServerFault(how)));
  const timer = setTimeout(() => {
    const noise = talk.isNoisy ? '; it writes to its standard output something other than MCP' : '';
    talk.end(new ServerFault(`did not answer within ${timeLimit / 1000} s${noise}`));
  }, timeLimit);
  const stop = (): void => talk.end(new ServerFault('was not waited for'));
  signal?.addEventListener('abort', stop);
  try {
    const greeting = await greet(talk, version);
    const all = only === undefined;
    return {
      serverInfo: greeting.serverInfo,
      instructions: greeting.instructions,
      tools: await readList(talk, 'tools', greeting),
      prompts: all ? await readList(talk, 'prompts', greeting) : [],
      resources: all ? await readList(talk, 'resources', greeting) : [],
      resourceTemplates: all ? await readList(talk, 'resourceTemplates', greeting) : [],
    };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}
