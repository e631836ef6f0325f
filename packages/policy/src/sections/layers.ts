import type { z } from 'zod';
import { hasAllowList } from './permissions.js';
import { SECTIONS } from './registry.js';
import type { RuleSource, Section } from './section.js';

type Sections = typeof SECTIONS;
export type SectionName = keyof Sections;

type RulesOf<Each extends Section> = Each extends {
  readonly bind: (...given: never[]) => readonly RuleSource<infer Rules>[];
}
  ? Rules
  : z.output<Each['ofServer']>;

/** Everything that binds a server or a role. A refusal by any layer wins. */
export type Layers = { readonly [Name in SectionName]: readonly RuleSource<RulesOf<Sections[Name]>>[] };

/** The sections that may stand in one kind of place, by their names. */
type ShapeOf<Where extends keyof Section> = {
  readonly [
    Name in SectionName as Sections[Name] extends { readonly [Key in Where]: z.ZodType } ? Name : never
  ]: Sections[Name] extends { readonly [Key in Where]: infer Schema } ? Schema : never;
};

/* oxlint-disable typescript/no-unsafe-type-assertion -- loops over our own registry, whose types say what comes of each name */

export const SECTION_NAMES = Object.keys(SECTIONS) as readonly SectionName[];

/** The keys of a policy, of a role or of a whole file that are sections. */
export const shapeOf = <Where extends 'ofServer' | 'ofRole' | 'ofAll'>(where: Where): ShapeOf<Where> =>
  Object.fromEntries(
    Object.entries<Section>(SECTIONS).flatMap(([name, section]) => (section[where] ? [[name, section[where]]] : [])),
  ) as ShapeOf<Where>;

/** The sections of one place: a policy, a role, or the top of a file. */
export type Written = { readonly [Name in SectionName]?: z.output<Sections[Name]['ofServer']> };

const toLayers = (rulesOf: (name: SectionName, section: Section) => readonly RuleSource<unknown>[]): Layers =>
  Object.fromEntries(SECTION_NAMES.map((name) => [name, rulesOf(name, SECTIONS[name])])) as Layers;

/**
 * The rules of a policy, of a role, or of the top of a file.
 * @param above its place with a dot behind it; empty for the top of a file
 * @param all the sections for all servers of the same file
 */
export function bindSections(written: Written, above: string, all: Written): Layers {
  const allows = written.permissions !== undefined && hasAllowList(written.permissions);
  return toLayers((name, { bind }) => {
    const own = written[name];
    if (bind) return bind(own as never, { above, hasAllowList: allows, all: all[name] as never });
    return own === undefined ? [] : [{ source: `${above}${name}`, rules: own }];
  });
}

/** The sections of a file for all its servers together. */
export const sectionsForAll = (file: { readonly [Name in keyof ShapeOf<'ofAll'>]?: unknown }): Written =>
  Object.fromEntries(Object.entries(file).filter(([name]) => Object.hasOwn(shapeOf('ofAll'), name))) as Written;

/* oxlint-enable typescript/no-unsafe-type-assertion */

export const NOTHING: Layers = toLayers(() => []);
