import { request } from 'node:http';
import {
  GuardError,
  type GuardPaths,
  isErrorCode,
  isHint,
  isObject,
  isOurSocket,
  member,
  parseJson,
  readKey,
} from '@mcp-guard/core';
import type { ControlClient } from '../command.js';
import { firstStep } from './first-step.js';

const MAX_ANSWER_BYTES = 16 * 2 ** 20;

/** @param config what a daemon would be started with */
export function createControlClient(paths: GuardPaths, config: string): ControlClient {
  async function ask<T>({ method, path, body, signal }: Omit<Question, 'key' | 'config'>): Promise<T> {
    const key = isOurSocket(paths.controlSocket) ? readKey(paths.key) : undefined;
    if (key === undefined) throw notRunning(config);
    const { status, text } = await send(paths.controlSocket, { method, path, key, body, signal, config });
    const answer = parseJson(text);
    if (status === 200) return answer as T; // oxlint-disable-line typescript/no-unsafe-type-assertion -- the socket and key are our daemon's
    const code = isObject(answer) ? answer['code'] : undefined;
    const message = isObject(answer) && typeof answer['message'] === 'string' ? answer['message'] : `status ${status}`;
    const hint = member(answer, 'hint');
    throw new GuardError(isErrorCode(code) ? code : 'INTERNAL', message, isHint(hint) ? { hint } : {});
  }
  return {
    get: (path, signal) => ask({ method: 'GET', path, body: undefined, signal }),
    post: (path, body) => ask({ method: 'POST', path, body, signal: undefined }),
  };
}

interface Question {
  readonly method: string;
  readonly path: string;
  readonly key: string;
  readonly body: object | undefined;
  readonly signal: AbortSignal | undefined;
  readonly config: string;
}

function send(
  socketPath: string,
  { method, path, key, body, signal, config }: Question,
): Promise<{ status: number; text: string }> {
  const authorization = `Bearer ${key}`;
  const headers = body ? { authorization, 'content-type': 'application/json' } : { authorization };
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, agent: false, method, path, headers, ...(signal && { signal }) }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        if (text.length > MAX_ANSWER_BYTES) answer.destroy(new Error('the answer is too long'));
      });
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, text })).once('error', reject);
    });
    sent
      .once('error', (error) => reject(isCutOff(error) ? noAnswer() : notRunning(config)))
      .end(body && JSON.stringify(body));
  });
}

const notRunning = (config: string): GuardError =>
  new GuardError('DAEMON_UNAVAILABLE', 'the daemon is not running', {
    hint: { words: 'start it with:', command: firstStep(config) },
  });

/** Something listens, and ends the connection: a daemon that ends, or that can open no more. */
const isCutOff = (error: Error): boolean => 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');

const noAnswer = (): GuardError =>
  new GuardError('DAEMON_UNAVAILABLE', 'the daemon has closed the connection without an answer');
