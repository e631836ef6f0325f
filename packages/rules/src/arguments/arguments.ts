import {
  GuardError,
  isCall,
  isObject,
  member,
  memoize,
  numberTexts,
  toPointer,
  type Call,
  type JsonValue,
} from '@mcp-guard/core';
import type { OnWork } from '@mcp-guard/detectors';
import { type Layers, FsBudget, AccessList } from '@mcp-guard/policy';
import type { ExplainedRule } from '../exchange/explained-rule.js';
import { isToolCall, toolOf } from '../extensions/methods.js';
import { block, PASS, type CreateInterceptor } from '../interceptor.js';
import { createPathContext, type PathContext } from '../paths/path-context.js';
import { compileDemands, type ArgumentRule, type CallAround, type Operand } from './argument-operators.js';
import {
  answersIn,
  findValues,
  MAX_VALUES,
  toSteps,
  WILDCARD,
  type ArgumentValue,
  type Reached,
  type Step,
} from './argument-values.js';

/** Refuses calls whose arguments break the policy, or asks a person. Stands below all that rewrites. */
export const argumentRules: CreateInterceptor = ({ config, server, layers }) => {
  const rules = new ArgumentRules(layers);
  if (rules.count === 0) return undefined;
  const around = createPathContext(config, server);
  const toCall = (call: Call, cwd: string): ArgumentCall => ({
    tool: toolOf(call),
    params: call.params,
    bytes: call.bytes,
    ...around(cwd),
  });
  return {
    name: 'arguments',
    explain(message, { cwd }) {
      if (!isCall(message) || !isToolCall(message)) return [];
      return rules.explain(toCall(message, cwd)).map(toExplained);
    },
    toServer(message, { cwd, onWork }) {
      if (!isCall(message) || !isToolCall(message)) return PASS;
      const broken = rules.findBroken(toCall(message, cwd), onWork);
      const denied = broken.find(({ verdict }) => verdict === 'deny');
      if (denied) return block(new GuardError('POLICY_DENIED', denied.why, { rule: denied.place }));
      return broken.length === 0
        ? PASS
        : { kind: 'demand', reasons: broken.map(({ place, why, byAnswer }) => ({ rule: place, why, byAnswer })) };
    },
  };
};

const toExplained = ({ place, verdict, why }: ArgumentVerdict): ExplainedRule => ({
  rule: place,
  verdict: ({ passes: 'passes', deny: 'refuses', approve: 'asks' } as const)[verdict],
  why,
});

type PlacedLists = Layers['permissions'][number];

/** A call as rules on arguments read it. */
export interface ArgumentCall extends PathContext {
  /** Its tool. `undefined` if it responds to a server's requests without naming a tool: then every rule reads the responses. */
  readonly tool: JsonValue | undefined;
  readonly params: JsonValue | undefined;
  /** The JSON text that has `params` as a member: numbers keep all their digits there. */
  readonly bytes: Buffer;
}

type JudgedCall = ArgumentCall & CallAround;

/** The verdict of one rule on a call of its tool. */
export interface ArgumentVerdict {
  /** `servers.bank.policy.permissions.arguments[0]` */
  readonly place: string;
  /** `approve`: the call passes if a person approves it. */
  readonly verdict: 'passes' | 'deny' | 'approve';
  /** Names the argument, never its value. */
  readonly why: string;
  /** A response to a request of the server breaks it. */
  readonly byAnswer: boolean;
}

interface CompiledRule {
  readonly place: string;
  readonly path: string;
  readonly steps: readonly Step[];
  readonly mayBeMissing: boolean;
  readonly mustBeMissing: boolean;
  readonly demands: readonly Operand[];
  readonly otherwise: 'deny' | 'approve';
  readonly isFor: (tool: JsonValue) => boolean;
}

/** Compiled once, however many sessions and roles they bind. */
const compile = memoize(({ source, rules }: PlacedLists): readonly CompiledRule[] =>
  rules.arguments.map((rule, index) => compileRule(rule, `${source}.arguments[${index}]`)),
);

function compileRule(rule: ArgumentRule, place: string): CompiledRule {
  // A rule binds its tool as a deny list would: in every spelling of the name.
  const tools = new AccessList('', 'tools', null, [rule.tool]);
  return {
    place,
    path: rule.path,
    steps: toSteps(rule.path),
    mayBeMissing: rule.optional || rule.absent === true,
    mustBeMissing: rule.absent === true,
    demands: compileDemands(rule),
    otherwise: rule.else,
    isFor: (tool) => tools.refuses(tool) !== undefined,
  };
}

/** The rules on arguments that bind a session. */
export class ArgumentRules {
  readonly #rules: readonly CompiledRule[];

  constructor(layers: Pick<Layers, 'permissions'>) {
    this.#rules = layers.permissions.flatMap(compile);
  }

  get count(): number {
    return this.#rules.length;
  }

  /**
   * The rules that a call breaks: one that denies it, or all that a person may overrule.
   * @param onWork see `ScanOptions`
   */
  findBroken(call: ArgumentCall, onWork?: OnWork): readonly ArgumentVerdict[] {
    const judged = { ...call, looks: new FsBudget(onWork) };
    const broken: ArgumentVerdict[] = [];
    for (const rule of this.#rules) {
      const verdict = judge(rule, judged);
      if (verdict?.verdict === 'deny') return [verdict];
      if (verdict?.verdict === 'approve') broken.push(verdict);
    }
    return broken;
  }

  /** The verdicts of all rules for the tool, in their order. */
  explain(call: ArgumentCall): readonly ArgumentVerdict[] {
    const judged = { ...call, looks: new FsBudget() };
    return this.#rules.flatMap((rule) => judge(rule, judged) ?? []);
  }
}

/** `undefined` if the rule is for other tools. */
function judge(rule: CompiledRule, call: JudgedCall): ArgumentVerdict | undefined {
  if (call.tool !== undefined && !rule.isFor(call.tool)) return undefined;
  const inArguments = call.tool === undefined ? undefined : judgeArguments(rule, call);
  const inAnswers = judgeAnswers(rule, call);
  const broken = inArguments ?? inAnswers;
  const what = broken ?? (rule.mustBeMissing ? 'is not there' : 'is as the policy requires');
  // A person, too, may read what is ambiguous differently.
  const isUnclear = inArguments === UNCLEAR || inAnswers === UNCLEAR || call.looks.isExhausted;
  const verdict = broken === undefined ? 'passes' : isUnclear ? 'deny' : rule.otherwise;
  return { place: rule.place, verdict, why: `the argument ${rule.path} ${what}`, byAnswer: inAnswers !== undefined };
}

const NOTHING: Reached = { values: [], isMissing: true };
const UNCLEAR = 'cannot be read in one way only';

function judgeArguments(rule: CompiledRule, call: JudgedCall): string | undefined {
  const given = member(call.params, 'arguments');
  const reached = given === undefined ? NOTHING : isObject(given) ? findValues(given, rule.steps) : undefined;
  if (!reached) return UNCLEAR;
  if (reached.isMissing && !rule.mayBeMissing) return 'must be given';
  return judgeFound(rule, call, ['params', 'arguments'], reached.values);
}

/** Form input of a person for a tool that asked for more is an argument too, and may be incomplete. */
function judgeAnswers(rule: CompiledRule, call: JudgedCall): string | undefined {
  const answers = answersIn(call.params);
  if (!answers) return UNCLEAR;
  const found: ArgumentValue[] = [];
  for (const { key, content } of answers) {
    const values = content === null ? [] : findValues(content, rule.steps)?.values;
    if (!values || found.length + values.length > MAX_VALUES) return UNCLEAR;
    found.push(...values.map(({ value, path }) => ({ value, path: [key, 'content', ...path] })));
  }
  return judgeFound(rule, call, ['params', 'inputResponses', WILDCARD, 'content'], found);
}

/**
 * Why values break the rule.
 * @param below where the rule's path begins
 */
function judgeFound(
  { steps, demands, mustBeMissing }: CompiledRule,
  call: JudgedCall,
  below: readonly string[],
  found: readonly ArgumentValue[],
): string | undefined {
  if (found.length === 0) return undefined;
  if (mustBeMissing) return 'must not be given';
  const hasNumber = found.some(({ value }) => typeof value === 'number');
  const digits = hasNumber ? numberTexts(call.bytes, [...below, ...steps.map(({ name }) => name)]) : undefined;
  const root = below.slice(0, 2);
  const values = found.map(({ value, path }) => ({ value, digits: digits?.get(toPointer([...root, ...path])) }));
  const broken = demands.find(({ isMet }) => !values.every((each) => isMet(each.value, each.digits, call)));
  if (broken && call.looks.isExhausted) return 'names more paths than can be checked';
  return broken && `must ${broken.what}`;
}
