import type { Decoder } from './decoder.js';

export const DECODERS: readonly Decoder[] = [];
