import { Fingerprints, readStrict, type JsonObject, type JsonValue } from '@mcp-guard/core';
import { isOrder, isHiddenKind } from '@mcp-guard/detectors';
import { parseConfig } from '@mcp-guard/policy';
import { createServers, findServer, toAsked, type Judgement } from '@mcp-guard/rules';

const SERVER = 'measured';
const DEPTH = 64;

/** The rules for a server whose configuration is only its command. */
export class DefaultGuard {
  readonly #policy;

  constructor() {
    const config = parseConfig(JSON.stringify({ servers: { [SERVER]: { command: 'x' } } }), 'defaults', new Map());
    const options = { locate: (rule: string) => rule, fingerprints: new Fingerprints('00'.repeat(32)) };
    this.#policy = findServer(createServers(config, options), SERVER).policyFor([]);
  }

  /** The tool would be left out of the list, or else noticed. */
  judgeTool(tool: JsonObject): 'held' | 'told' | 'passed' {
    const named = { name: 'tool', inputSchema: { type: 'object' }, ...tool };
    const judged = this.#judge('tools/list', { tools: [named] });
    const tools = judged.message.kind === 'result' ? judged.message.result['tools'] : undefined;
    if (judged.refusal !== undefined || (Array.isArray(tools) && tools.length === 0)) return 'held';
    return isTold(judged) ? 'told' : 'passed';
  }

  /** The text would be refused or changed, or else noticed. */
  judgeText(text: string): 'held' | 'told' | 'passed' {
    const judged = this.#judge('tools/call', { content: [{ type: 'text', text }] });
    if (judged.refusal !== undefined) return 'held';
    return isTold(judged) ? 'told' : 'passed';
  }

  #judge(method: string, result: JsonObject): Judgement {
    const request = read({ jsonrpc: '2.0', id: 1, method, params: { name: 'tool' } });
    if (request.kind !== 'request') throw new Error('a request is a request');
    const actor = {
      origin: { kind: 'local', uid: 0, pid: 0 },
      user: 'measured',
      roles: [],
      refusal: undefined,
    } as const;
    const context = { server: SERVER, session: 'measured', actor, cwd: '/', answers: toAsked(request) };
    const answer = read({ jsonrpc: '2.0', id: 1, result });
    return this.#policy.pipeline.run('toClient', answer, context, { charge: () => undefined });
  }
}

function read(value: JsonValue) {
  const message = readStrict(Buffer.from(JSON.stringify(value)), DEPTH);
  if (message.kind === 'malformed') throw message.error;
  if (message.kind === 'batch') throw new Error('one message is no batch');
  return message;
}

/** Secrets and personal data are measured elsewhere. */
const isTold = ({ findings }: Judgement): boolean => findings.some(({ type }) => isOrder(type) || isHiddenKind(type));
