import { ByteBudget } from '@mcp-guard/core';
import { onTestFinished, vi } from 'vitest';
import type { OpenChannel } from '../../../../src/ends/remote/channel/channel.js';
import { ChannelEnd } from '../../../../src/ends/remote/channel/channel-end.js';
import { Turns } from '../../../../src/ends/turns.js';

export interface TestChannelEndOptions {
  readonly url: string;
  readonly open: OpenChannel;
  readonly timeout?: number;
  readonly maxBytes?: number;
}

/** An end of a session over one connection to a server of this test. */
export function openChannelEnd({ url, open, timeout = 60_000, maxBytes = 1 << 20 }: TestChannelEndOptions) {
  const heard: string[] = [];
  const notes: string[] = [];
  const outcome: { ended?: string } = {};
  let idle = 0;
  const end = new ChannelEnd({
    name: 'shop',
    url,
    timeout,
    grace: 500,
    open,
    log: (text) => void notes.push(text.trimEnd()),
    share: new Turns({ delivery: { expectCommit: () => undefined, commit: () => undefined } }).open(),
    lines: { budget: new ByteBudget(8 << 20), maxBytes },
  });
  void end.ended.then((why) => (outcome.ended = why?.message ?? 'without a reason'));
  onTestFinished(() => end.close());
  end.start({
    line: (line, release) => {
      heard.push(line.length > 1000 ? `${line.length} bytes` : line.toString());
      release?.();
    },
    empty: () => void idle++,
    tooLong: ({ id }, why) => void heard.push(`${id ?? 'nobody'} too long: ${why}`),
    lost: (id, { message }) => void heard.push(`${id} lost: ${message}`),
  });
  const until = (holds: () => boolean): Promise<void> =>
    vi.waitUntil(holds, { interval: 2, timeout: 120_000 }).then(() => undefined);
  const say = (message: object): boolean => end.send(Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message })));
  const hears = (count: number): Promise<readonly string[]> => until(() => heard.length >= count).then(() => heard);
  return {
    end,
    heard,
    notes,
    outcome,
    /** How often something came that is no part of a message. */
    idle: () => idle,
    say,
    until,
    hears,
    /** Resolves once the end is gone, with why. */
    ends: () => until(() => outcome.ended !== undefined).then(() => outcome.ended),
    async initialize() {
      say({ id: 0, method: 'initialize', params: { protocolVersion: '2024-11-05', capabilities: {} } });
      await hears(1);
      say({ method: 'notifications/initialized' });
    },
  };
}

/** What a server of this test answers to `initialize`. */
export const agreed = (id: unknown, capabilities: object = {}): string =>
  JSON.stringify({ jsonrpc: '2.0', id, result: { protocolVersion: '2024-11-05', capabilities } });
