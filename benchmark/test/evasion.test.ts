import { describe, expect, it } from 'vitest';
import { drawShare } from '../../packages/core/test/support/rounds.js';
import { tryTechnique } from '../src/detection/evasion.js';
import { readCutSamples } from '../src/detection/samples.js';
import { TECHNIQUES } from '../src/detection/techniques.js';

const samples = readCutSamples();
const runs = drawShare(8);
const drawn = TECHNIQUES.filter((_, index) => runs(index));

describe('values of every type are found although they are hidden', () => {
  it.each(drawn.map((technique) => [technique.name, technique] as const))('%s', (_, technique) => {
    const { found, of } = tryTechnique(technique, samples);
    expect(of).toBeGreaterThan(0);
    expect(found / of).toBeGreaterThanOrEqual(0.95);
  });
});
