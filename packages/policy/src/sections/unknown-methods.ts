import { z } from 'zod';
import { loosens } from '../keys/loosens.js';
import type { Placement, RuleSource, Section } from './section.js';

type Methods = 'carry' | 'refuse';

const schema = z
  .enum(['carry', 'refuse'])
  .nullable()
  .default(null)
  .describe(
    'methods that this guard does not know: refused, or carried, with their `name` and `uri` matched as in a call; null means refuse where an allow list is set',
  )
  .register(loosens, { looser: ['refuse', 'carry'] });

/** Methods that this guard does not know. */
export const unknownMethods = {
  ofServer: schema,
  bind(written: Methods | null | undefined, { above, hasAllowList }: Placement<never>): readonly RuleSource<Methods>[] {
    if (written === undefined) return hasAllowList ? [{ source: `${above}permissions`, rules: 'refuse' }] : [];
    return [{ source: `${above}unknown_methods`, rules: written ?? (hasAllowList ? 'refuse' : 'carry') }];
  },
  isImplied: true, // by the allow list of a role, or by the policy that it stands in
} satisfies Section;
