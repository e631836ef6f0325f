import { GuardError, readStrict, type ErrorCode, type Message, CALL_TOOL, PROGRESS } from '@mcp-guard/core';
import type { Config, OwnPlaces } from '@mcp-guard/policy';
import { PiiRules } from './pii-rules.js';
import type { GuardedServer } from './policies.js';

/**
 * Runs calls that each server's policy must refuse through its pipeline, and throws if one passes or is refused for
 * another reason. A guard that lets them pass must not listen, and a configuration that lets them pass is rejected.
 */
export function selfTest(config: Config, servers: ReadonlyMap<string, GuardedServer>): void {
  const origin = { kind: 'local', uid: process.getuid?.() ?? 0, pid: process.pid } as const;
  const actor = { origin, user: 'self-test', roles: [], refusal: undefined };
  for (const [name, server] of servers) {
    const { pipeline } = server.policyFor([]);
    const context = { server: name, session: 'self-test', actor, cwd: '/', answers: undefined };
    const refuses = (message: Message, code: ErrorCode): boolean =>
      pipeline.run('toServer', message, context, { charge: () => undefined }).refusal?.code === code;
    const isRefused =
      forbidden(server.config, config.own).every((message) => refuses(message, 'POLICY_DENIED')) &&
      (!blocksSecrets(config, name) || refuses(read(SECRET), 'CONTENT_BLOCKED'));
    if (!isRefused) throw new GuardError('INTERNAL', `self-test: the policy of ${name} does not refuse what it must`);
  }
}

/** A key id of the documented form, in a notification that no list decides about. */
const SECRET = {
  jsonrpc: '2.0',
  method: PROGRESS,
  params: { progressToken: 'self-test', progress: 0, message: 'AKIA2E7QX5MPL4VTW6RN' },
};

const blocksSecrets = ({ pii }: Config, server: string): boolean => {
  const found = { type: 'aws_key', confidence: 0.95, path: '/params/message', fingerprint: () => '' };
  return new PiiRules(pii, server).decide(found, 'request')?.action === 'block';
};

/** Messages that no policy lets pass, and a call of a tool that this one denies by name. */
function forbidden({ layers }: GuardedServer['config'], { files }: OwnPlaces): readonly Message[] {
  const messages = [read({ jsonrpc: '2.0', id: 1, method: 'Tools/Call', params: { name: 'self-test' } })];
  const [file] = files;
  if (file !== undefined) messages.push(call('self-test', { file }));
  const named = layers.permissions
    .flatMap(({ rules }) => rules.denied_tools)
    .find((source) => !/^\^|[*?]/.test(source));
  if (named !== undefined) {
    messages.push(call(named, {}));
  }
  return messages;
}

const call = (name: string, args: object): Message =>
  read({ jsonrpc: '2.0', id: 2, method: CALL_TOOL, params: { name, arguments: args } });

function read(value: object): Message {
  const message = readStrict(Buffer.from(JSON.stringify(value)), 100);
  if (message.kind === 'malformed' || message.kind === 'batch') throw new Error('the self-test cannot be read');
  return message;
}
