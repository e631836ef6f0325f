import { expect, it } from 'vitest';
import { isLuhn } from '../../src/validators/luhn.js';

// https://www.iso.org/standard/70484.html (annex B), Wikipedia "Luhn algorithm", La Poste's SIREN
it.each(['79927398713', '17893729974', '356000000', '4111111111111111'])('takes %s', (digits) => {
  expect(isLuhn(digits)).toBe(true);
});

it('takes one last digit in ten', () => {
  expect(Array.from('0123456789').filter((last) => isLuhn(`7992739871${last}`))).toEqual(['3']);
});
