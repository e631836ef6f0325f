import { array, assert, constantFrom, property } from 'fast-check';
import { expect, it } from 'vitest';
import { DocumentKeys } from '../../src/engine/document-keys.js';
import { engineFor } from '../../src/engine/engines.js';
import { toWords } from '../../src/rules/words.js';

const { engine } = engineFor(true);

it('say the same of a key whatever came before it', () => {
  const names = constantFrom('id', 'name', 'value', 'apiKey', 'db_password', 'passwords', 'note', '', 'k'.repeat(80));
  assert(
    property(array(names, { maxLength: 40 }), (keys) => {
      const known = new DocumentKeys(engine);
      const text = keys.map((key) => `"${key}":1`).join();
      let at = 1;
      for (const key of keys) {
        const words = toWords(key);
        expect(known.at(text, at, at + key.length)).toMatchObject({ name: key, words, isHeeded: engine.heeds(words) });
        at += key.length + 5;
      }
    }),
  );
});

it('are remembered up to a bound, and looked up again behind it', () => {
  const known = new DocumentKeys(engine);
  const at = (key: string) => known.at(key, 0, key.length);
  const first = at('apiKey');
  expect(at('apiKey')).toBe(first);
  for (let count = 0; count < 5000; count++) at(`key${count}`);
  expect(at('apiKey')).not.toBe(first);
  expect(at('apiKey')).toMatchObject({ name: 'apiKey', words: 'api key', isHeeded: true });
});
