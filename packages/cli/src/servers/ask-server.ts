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

/** How a server is started, which may be a stranger's. */
export interface ServerLaunch extends ServerStart {
  /** What people call it. */
  readonly name: string;
}

export interface AskOptions {
  /** Of mcp-guard, as the server is told. */
  readonly version: string;
  /** Ends the server even where this process cannot. */
  readonly reaper: Reaper;
  /** Which of its lists; all that it declares, if nothing is said. */
  readonly only?: 'tools';
  /** For everything up to the last answer, in milliseconds. */
  readonly timeLimit?: number;
}

/** What a server says of itself, checked by nobody: every text in it is a stranger's. */
export interface ServerAnswer {
  readonly serverInfo: JsonValue;
  readonly instructions: string | undefined;
  readonly tools: readonly JsonObject[];
  readonly prompts: readonly JsonObject[];
  readonly resources: readonly JsonObject[];
  readonly resourceTemplates: readonly JsonObject[];
}

const TIME_LIMIT = 30_000;
/** Of what a server wrote last, in characters. */
const MAX_LAST = 400;

/**
 * Starts a stdio server, asks what it has, and returns once it and all it started in its process group are gone.
 * Throws UPSTREAM_UNAVAILABLE, with what the server wrote last, where it cannot be started or does not answer so that
 * it can be understood; its cause is a `ServerFault`, which says the same without the name.
 */
export async function askServer(launch: ServerLaunch, options: AskOptions): Promise<ServerAnswer> {
  let server: StartedServer | undefined;
  const tail = new StderrTail(secretLines(launch.env), mask);
  try {
    server = startServer(launch, options.reaper);
    server.errors.on('data', (text: string) => tail.skip(text));
    return await ask(server, options);
  } catch (error) {
    if (!(error instanceof ServerFault || error instanceof StartFault)) throw error;
    const last = safe(tail.lastLines(), MAX_LAST);
    const cause = new ServerFault(last === '' ? error.message : `${error.message}: ${last}`);
    throw new GuardError('UPSTREAM_UNAVAILABLE', `the server ${safe(launch.name, 64)} ${cause.message}`, { cause });
  } finally {
    await server?.close();
  }
}

async function ask(
  server: StartedServer,
  { version, only, timeLimit = TIME_LIMIT }: AskOptions,
): Promise<ServerAnswer> {
  const talk = new Conversation(server);
  void server.ended.then((how) => talk.end(new ServerFault(how)));
  const timer = setTimeout(() => {
    const noise = talk.isNoisy ? '; it writes to its standard output something other than MCP' : '';
    talk.end(new ServerFault(`did not answer within ${timeLimit / 1000} s${noise}`));
  }, timeLimit);
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
  }
}
