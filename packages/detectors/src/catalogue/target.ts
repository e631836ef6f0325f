import type { Described, Rule } from '../detector.js';
import { EDGES, EDGE_SETS } from '../rules/edges.js';

/** A rule as the engine calls it. */
export interface Target {
  readonly detector: Described;
  /** The code of its family is loaded when it is called for the first time. */
  verify: Rule['verify'];
  /** The words that lead to it, as they are written; known once `verify` was called. */
  words: Rule['anchors'];
  /** The number of a set of words of which one must stand near it. */
  readonly needs: number | undefined;
  /** A digit must stand so near behind its anchor; 0 where none need. */
  readonly digitWithin: number;
  /** The edges that a shape must have, as bits of `EDGES`, and the digits that it may begin with, as bits. */
  readonly edges: number;
  readonly firstDigits: number;
}

const NOT_ASKED: readonly undefined[] = Array.from({ length: EDGE_SETS });

/** All that is to be asked where one shape stands, by the edges that it has there. */
export class ShapeTargets {
  readonly #all: readonly Target[];
  #byEdges: (readonly Target[] | undefined)[] | undefined;

  constructor(all: readonly Target[]) {
    this.#all = all;
  }

  /** The targets that can be met at a place: most often none. */
  at(edges: number): readonly Target[] {
    const byEdges = (this.#byEdges ??= NOT_ASKED.slice());
    return (byEdges[edges] ??= this.#all.filter((target) => (target.edges & ~edges) === 0));
  }
}

export const ALL_DIGITS = 0x3ff;

export const toEdges = ({ edges = [] }: Rule): number => edges.reduce((bits, edge) => bits | EDGES[edge], 0);

export const toFirstDigits = ({ firstDigits }: Rule): number =>
  firstDigits === undefined
    ? ALL_DIGITS
    : firstDigits.split('').reduce((bits, digit) => bits | (1 << Number(digit)), 0);
