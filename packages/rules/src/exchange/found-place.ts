import type { OrderPlace, PiiSide } from '@mcp-guard/policy';
import { isDefinition, kindAsked, isProbe } from '../extensions/methods.js';

/** The part of a conversation in which a finding stands, as far as rules tell them apart. */
export interface FoundPlace {
  readonly side: PiiSide;
  /** In a server's description of itself, its tools, prompts and resources. */
  readonly isDefinition: boolean;
  /** A model reads it as the words of the server; absent for what a server is sent. */
  readonly orders?: OrderPlace | undefined;
}

export const REQUEST: FoundPlace = { side: 'request', isDefinition: false };
/** In the answer to a listing. */
export const DEFINITION: FoundPlace = { side: 'response', isDefinition: true, orders: 'definitions' };

/** @param method of the request that a result answers; none for what a server sends by itself, and for its errors */
export function saidBy(method: string | undefined): FoundPlace {
  if (method === undefined) return { side: 'response', isDefinition: false, orders: 'results' };
  const orders = kindAsked(method) === 'prompts' ? 'prompts' : 'results';
  if (!isDefinition(method)) return { side: 'response', isDefinition: false, orders };
  return isProbe(method) ? { ...DEFINITION, orders: 'instructions' } : DEFINITION;
}
