import { memoize, type JsonValue } from '@mcp-guard/core';
import { type Layers, AccessList } from '@mcp-guard/policy';
import type { Reason } from '../exchange/reason.js';

type PlacedLists = Layers['permissions'][number];

/** Compiled once, however many sessions and roles they bind. */
const compile = memoize(
  ({ source, rules }: PlacedLists) =>
    new AccessList(source, 'tools', null, rules.require_approval, `${source}.require_approval`),
);

/** The tools that always need a person. They match like a deny list: in every spelling of a name. */
export class ApprovalRules {
  readonly #lists: readonly AccessList[];

  constructor(layers: Pick<Layers, 'permissions'>) {
    this.#lists = layers.permissions.filter(({ rules }) => rules.require_approval.length > 0).map(compile);
  }

  get areNone(): boolean {
    return this.#lists.length === 0;
  }

  /** Every rule that names the tool. */
  reasonsFor(tool: JsonValue): readonly Reason[] {
    return this.#lists.flatMap((list) => {
      const rule = list.refuses(tool);
      return rule === undefined ? [] : [{ rule, why: 'this tool requires approval' }];
    });
  }
}
