import { GuardError, type JsonEdit, CREATE_MESSAGE } from '@mcp-guard/core';
import { block, PASS, type CreateInterceptor, type Interceptor, type Verdict } from '../interceptor.js';
import { hideCapability } from '../input/client-capabilities.js';
import { asked, type Asked } from '../input/embedded-requests.js';
import { hasShape, responsesIn } from '../input/input-responses.js';
import { describeSampling } from './sampling-facts.js';
import { capTokens } from './sampling-tokens.js';

/**
 * Unless it is enabled, a server may not ask the client's model: not by a request (legacy),
 * not by a request inside a response (modern), and the capability is hidden from it. If it
 * may ask, it gets no more tokens than the smallest cap allows.
 */
export const sampling: CreateInterceptor = ({ layers }) => {
  const refusing = layers.sampling.find(({ rules }) => !rules.enabled);
  if (refusing) return refuseSampling(`${refusing.source}.enabled`);
  const caps = layers.sampling.flatMap(({ source: place, rules: { max_tokens: most } }) =>
    most === null ? [] : [{ most, rule: `${place}.max_tokens` }],
  );
  const cap = caps.toSorted((a, b) => a.most - b.most)[0];
  const isVerbose = layers.sampling.some(({ rules }) => rules.audit === 'verbose');
  if (!cap && !isVerbose) return undefined;
  return {
    name: 'sampling',
    toClient(message) {
      const all = asked(message, CREATE_MESSAGE);
      if (all.length === 0) return PASS;
      const facts = isVerbose ? all.map(({ params }) => describeSampling(params)) : [];
      return cap ? limit(all, facts, cap) : { kind: 'pass', note: facts.join('; ') };
    },
  };
};

function refuseSampling(rule: string): Interceptor {
  const refuse = (): Verdict =>
    block(new GuardError('POLICY_DENIED', 'sampling is not enabled for this server', { rule }));
  return {
    name: 'sampling',
    toServer(message) {
      if (responsesIn(message).some(({ value }) => hasShape(value, 'sampling'))) return refuse();
      return hideCapability(message, 'sampling', rule);
    },
    toClient(message, { tasks = [] }) {
      const isOfTask = tasks.some(({ by }) => by.some(({ method }) => method === CREATE_MESSAGE));
      return isOfTask || asked(message, CREATE_MESSAGE).length > 0 ? refuse() : PASS;
    },
  };
}

function limit(all: readonly Asked[], facts: readonly string[], cap: { most: number; rule: string }): Verdict {
  const cuts = all.map((one) => capTokens(one, cap.most));
  const why = cuts.find((cut) => cut.refusal !== undefined)?.refusal;
  if (why !== undefined) return block(new GuardError('POLICY_DENIED', why, { rule: cap.rule }));
  const edits = cuts.flatMap<JsonEdit>(({ edit }) => edit ?? []);
  const note = [...cuts.flatMap((cut) => cut.note ?? []), ...facts].join('; ');
  if (edits.length > 0) return { kind: 'rewrite', edits, note, rule: cap.rule };
  return note === '' ? PASS : { kind: 'pass', note };
}
