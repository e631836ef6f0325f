import type { JsonValue } from '@mcp-guard/core';
import type { Layers } from './config.js';
import { AccessList } from './match.js';
import type { Reason } from './reason.js';

type PlacedLists = Layers['permissions'][number];

/** Compiled once, however many sessions and roles they bind. */
const compiled = new WeakMap<PlacedLists, AccessList>();

/** The tools that always need a person. They are matched as a deny list is: in every spelling of a name. */
export class ApprovalRules {
  readonly #lists: readonly { readonly place: string; readonly list: AccessList }[];

  constructor(layers: Pick<Layers, 'permissions'>) {
    this.#lists = layers.permissions
      .filter(({ rules }) => rules.require_approval.length > 0)
      .map((placed) => ({ place: `${placed.place}.require_approval`, list: compile(placed) }));
  }

  get areNone(): boolean {
    return this.#lists.length === 0;
  }

  /** Every rule that names the tool. */
  reasonsFor(tool: JsonValue): readonly Reason[] {
    return this.#lists.flatMap(({ place, list }) => {
      const index = list.refuses(tool)?.match(/\[\d+\]$/)?.[0];
      if (list.refuses(tool) === undefined) return [];
      return [{ rule: place + (index ?? ''), why: 'this tool always needs a person' }];
    });
  }
}

function compile(placed: PlacedLists): AccessList {
  let list = compiled.get(placed);
  if (!list) compiled.set(placed, (list = new AccessList('', 'tools', null, placed.rules.require_approval)));
  return list;
}
