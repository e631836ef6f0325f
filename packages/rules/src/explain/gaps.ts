import type { Judgement } from '../pipeline.js';
import type { KnownState } from './known-state.js';

/** Facts that could make the daemon decide otherwise, each in a sentence. */
export function findGaps(
  judgement: Judgement,
  { ofUser, gaps }: KnownState,
  judgeWith: (readOnlyHint: boolean) => Judgement,
): readonly string[] {
  const isRefused = judgement.refusal !== undefined;
  const demand = judgement.refusal ? undefined : judgement.demand;
  const found = [...gaps];
  const caps = demand?.cost?.caps.filter(({ window }) => window === 'session') ?? [];
  for (const { rule } of caps) found.push(`only the daemon knows what a session has spent of ${rule}`);
  if (demand && demand.reasons.length > 0 && ofUser && !ofUser.decisionOn) {
    found.push(
      'only the daemon knows what the client fills into the environment of the server: decisions of people about such calls are left out',
    );
  }
  const other = [true, false].find((hint) => (judgeWith(hint).refusal !== undefined) !== isRefused);
  if (other !== undefined) {
    const says = other ? 'that it only reads' : 'that it may change something';
    found.push(
      `only the daemon knows what the server said last of this tool: if it said ${says}, this call would ${isRefused ? 'not be refused by the rule above' : 'be refused'}`,
    );
  }
  return found;
}
