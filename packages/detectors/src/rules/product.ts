import type { Detector } from '../detector.js';
import { labelled } from './labelled.js';
import { prefixed } from './prefixed.js';
import { secret } from './secret.js';

/** A product whose secrets are known: a row of a table. Where its vendor describes them stands above the row. */
export interface Product {
  /** Of the type: `abstractapi_key`. */
  readonly id: string;
  /** As it reads in a sentence: `an Abstract API key`. */
  readonly title: string;
  /**
   * In lower case, a space where identifiers join two words in any way: `abstract api` is also `abstractApi`,
   * `ABSTRACT_API` and `abstract-api`. Not needed where every secret has a prefix.
   */
  readonly names?: readonly string[];
  /** What a secret is behind a name and an assignment, bounded. */
  readonly value?: RegExp;
  /** What a secret begins with that is known without a name, and what follows, bounded. */
  readonly prefixes?: readonly string[];
  readonly rest?: RegExp;
}

export const product = ({ id, title, names = [], value, prefixes = [], rest }: Product): Detector =>
  secret(
    id,
    title,
    ...(rest ? [prefixed(prefixes, rest)] : []),
    ...(value ? [labelled(names.flatMap(writings), value)] : []),
  );

const writings = (name: string): readonly string[] =>
  name.includes(' ') ? ['', '_', '-', ' ', '.'].map((joint) => name.replaceAll(' ', joint)) : [name];

export const hex = (length: number): RegExp => new RegExp(`[0-9a-f]{${length}}`);
export const alnum = (length: number): RegExp => new RegExp(`[A-Za-z0-9]{${length}}`);
export const oneOf = (...shapes: readonly RegExp[]): RegExp => new RegExp(shapes.map(({ source }) => source).join('|'));
