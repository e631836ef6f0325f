import { GuardError } from '@mcp-guard/core';
import { StartFault, startServer, StderrTail, type Reaper, type StartedServer } from '@mcp-guard/core/launch';
import { mask } from '@mcp-guard/detectors';
import { findStartProblem, type StdioServer } from '@mcp-guard/policy';
import type { Share } from '../turns.js';
import type { ServerEnvironment } from './environment.js';
import { StderrFlow } from './stderr-flow.js';
import type { Upstream } from '../upstream.js';

export interface StdioOptions {
  readonly name: string;
  readonly config: Pick<StdioServer, 'command' | 'args'>;
  readonly environment: ServerEnvironment;
  /** Search path for servers, as a terminal had it. */
  readonly path: string;
  /** Variables that servers get from the terminal that was recorded. */
  readonly terminal: Readonly<Record<string, string>>;
  /** Its working folder. */
  readonly cwd: string;
  readonly reaper: Reaper;
  /** How long it may take to end by itself, and then after each signal, in milliseconds. */
  readonly grace: number;
  /** Its standard error goes here, without control characters. */
  readonly log: (text: string) => void;
  /** Slices in which that output is processed. */
  readonly share: Share;
}

/** Starts a server of its own for one session. Throws UPSTREAM_UNAVAILABLE if it cannot be started. */
export function openStdio(options: StdioOptions): Upstream {
  const { name, environment, log, share } = options;
  const server = start(options);
  const { input, output, errors } = server;
  const tail = new StderrTail(environment.secrets, mask);
  const flow = new StderrFlow({ tail, share, log, onDone: () => errors.resume() });
  errors.on('data', (text: string) => {
    errors.pause();
    flow.take(text);
  });
  return {
    label: `pid ${server.pid}`,
    input,
    output,
    ended: server.ended.then((how) => {
      const last = tail.lastLines();
      return new GuardError('UPSTREAM_UNAVAILABLE', `the server ${name} ${how}${last && `: ${last}`}`);
    }),
    endInput: () => void input.end(),
    close: () => server.close(),
  };
}

function start(options: StdioOptions): StartedServer {
  const { name, config, environment, path, terminal, cwd, reaper, grace } = options;
  try {
    return startServer({ ...config, env: environment.env, path, terminal, cwd, grace }, reaper);
  } catch (error) {
    if (!(error instanceof StartFault)) throw error;
    const { detail = '', hint } = describeFault(error, options);
    throw new GuardError('UPSTREAM_UNAVAILABLE', `the server ${name} ${error.message}${detail}`, {
      cause: error,
      ...(hint !== undefined && { hint }),
    });
  }
}

/** The part of the configuration that is at fault, and what helps. */
function describeFault(
  { reason }: StartFault,
  { name, config: { command }, environment: { env }, path, cwd }: StdioOptions,
): { readonly detail?: string; readonly hint?: string | undefined } {
  switch (reason) {
    case 'command':
      return { detail: `: ${command}`, hint: findStartProblem(name, { command, env, cwd }, path)?.help };
    case 'folder':
      return { detail: `: ${cwd}` };
    case 'size':
      return { hint: `put long values of servers.${name} into a file that the server reads` };
    case 'nul':
      return { hint: `correct args and env of servers.${name}` };
    case 'system':
      return {};
  }
}
