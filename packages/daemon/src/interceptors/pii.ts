import { GuardError, isQuestion, longNumberTexts, type Message } from '@mcp-guard/core';
import { HIDDEN_KINDS, isHiddenKind, scan, type Finding } from '@mcp-guard/detectors';
import { PiiRules, type PiiAction, type PiiSide } from '@mcp-guard/policy';
import type { AuditFinding } from '@mcp-guard/store';
import { PASS, type CreateInterceptor, type MessageContext, type Verdict } from '../interceptor.js';
import { pointerTo, ToldPaths, valueOf } from './finding-places.js';
import { tellChange, toEdits } from './redactions.js';
import { canBeRewritten, isDefinition } from './rewritable.js';

/** What is to be done about a finding. */
export interface Decided {
  readonly finding: Finding;
  readonly action: PiiAction;
  readonly rule: string;
  /** For the record and for refusals: a JSON pointer without what was found. */
  readonly path: string;
  readonly fingerprint: () => string;
}

/**
 * Looks for personal data, secrets and hidden text in all that a message holds. Stands above
 * whatever decides on arguments: it is the only one that rewrites them.
 */
export const pii: CreateInterceptor = ({ config, server, fingerprints }) => {
  const rules = new PiiRules(config.pii, server);
  if (rules.areOff) return undefined;

  const decide = (message: Message, { answers }: MessageContext, side: PiiSide): readonly Decided[] => {
    const findings = scan(message.value, {
      threshold: rules.threshold,
      custom: rules.custom,
      hidden: side === 'response', // what a model reads
      longNumbers: () => longNumberTexts(message.bytes),
    });
    const paths = new ToldPaths(message.value, findings);
    return findings.flatMap((finding) => {
      const { type, confidence } = finding;
      const fingerprint = (): string => fingerprints.of(type, valueOf(message.value, finding));
      const found = { type, confidence, path: pointerTo(finding), fingerprint };
      const decision = isHiddenKind(type)
        ? rules.decideHidden(type, found, isDefinition(message, answers))
        : rules.decide(found, side);
      if (!decision) return [];
      const { rule } = decision;
      const action = decision.action === 'redact' && !canBeRewritten(message, finding) ? 'block' : decision.action;
      return [{ finding, action, rule, fingerprint, path: paths.of(finding) }];
    });
  };

  const inspect = (message: Message, context: MessageContext, side: PiiSide): Verdict => {
    const decided = decide(message, context, side);
    const findings = decided.map(toAudit);
    const blocked = decided.filter(({ action }) => action === 'block');
    if (blocked[0]) return { kind: 'block', error: refuse(message, blocked[0], blocked.length - 1, rules), findings };
    const changed = decided.filter(({ action }) => action === 'redact');
    const told = [...(context.answers?.changed ?? []), ...changed.map(({ finding }) => finding.type)];
    const tells = message.kind === 'result' && told.length > 0 ? [tellChange(message, told)] : [];
    const edits = [...toEdits(changed), ...tells];
    if (edits.length === 0) return decided.length === 0 ? PASS : { kind: 'pass', findings, note: toNote(decided) };
    const rule = changed[0]?.rule;
    return { kind: 'rewrite', edits, note: toNote(decided), findings, ...(rule !== undefined && { rule }) };
  };

  return {
    name: 'pii',
    toServer: (message, context) => inspect(message, context, 'request'),
    toClient: (message, context) => inspect(message, context, 'response'),
  };
};

/** The words of a refusal: what is there and where, never the value. One line in the configuration excuses a false alarm. */
function refuse(message: Message, { finding, rule, path, fingerprint }: Decided, others: number, rules: PiiRules) {
  const { type } = finding;
  const title = isHiddenKind(type) ? HIDDEN_KINDS[type] : rules.titleOf(type);
  const what = message.kind === 'failure' ? 'error' : isQuestion(message) ? message.kind : 'answer';
  const more = others === 0 ? '' : ` (and ${others} more finding${others === 1 ? '' : 's'})`;
  const value = fingerprint();
  return new GuardError(
    'CONTENT_BLOCKED',
    `the ${what} holds ${title} (${type}) at ${path}${more} and does not pass; its fingerprint is ${value}`,
    {
      rule,
      data: { type, path, fingerprint: value },
    },
  );
}

const toAudit = ({ finding: { type, start, end, view, confidence }, action, path }: Decided): AuditFinding => ({
  type,
  path,
  start,
  end,
  view,
  confidence,
  action,
});

/** What was done about which types, with a few of the places. */
function toNote(decided: readonly Decided[]): string {
  if (decided.length === 0) return 'told that the call was changed';
  const shown = decided
    .slice(0, MAX_NOTED)
    .map(({ finding, action, path }) => `${DONE[action]} ${finding.type} at ${path}`);
  const more = decided.length > MAX_NOTED ? `; ${decided.length - MAX_NOTED} more` : '';
  return shown.join('; ') + more;
}
const MAX_NOTED = 5;
const DONE: Readonly<Record<PiiAction, string>> = { block: 'refused', redact: 'took out', warn: 'noticed' };
