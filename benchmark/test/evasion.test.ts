import { describe, expect, it } from 'vitest';
import { tryTechnique } from '../src/detection/evasion.js';
import { readCutSamples } from '../src/detection/samples.js';
import { TECHNIQUES } from '../src/detection/techniques.js';

const samples = readCutSamples();

describe('values of every type are found although they are hidden', () => {
  it.each(TECHNIQUES.map((technique) => [technique.name, technique] as const))('%s', (_, technique) => {
    const { found, of } = tryTechnique(technique, samples);
    expect(of).toBeGreaterThan(0);
    expect(found / of).toBeGreaterThanOrEqual(0.95);
  });
});
