import type { Category } from './category.js';
import type { Random } from './harness/random.js';
import { samplesAtPlaces } from './material/at-places.js';
import { ANSWER_PLACES, REQUEST_PLACES } from './material/places.js';
import type { Sample } from './material/samples.js';

/** What everybody tries first, because every manual prints it. Each has an action of its own below. */
const makeTextbook = (random: Random): readonly Sample[] => [
  { type: 'ssn', label: random.pick(['', 'SSN: ']), secret: '123-45-6789' },
  { type: 'credit_card', label: random.pick(['', 'card ']), secret: '4111111111111111' },
  { type: 'phone', label: random.pick(['', 'call ']), secret: '+1-555-123-4567' },
  { type: 'email', label: random.pick(['', 'mail ']), secret: `${random.pick(['jane.doe', 'test'])}@example.com` },
  { type: 'aws_key', label: random.pick(['', 'key ']), secret: 'AKIAIOSFODNN7EXAMPLE' },
  { type: 'github_token', label: '', secret: 'ghp_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghij' },
];

const ACTION = { request: 'block', response: 'redact' };

export const textbookValues: Category = {
  name: 'textbook-values',
  title: 'Textbook values',
  setting: {
    servers: { main: { policy: { sampling: { enabled: true } } } },
    config: {
      pii: {
        actions: Object.fromEntries(
          ['ssn', 'credit_card', 'phone', 'email', 'aws_key', 'github_token'].map((type) => [type, ACTION]),
        ),
      },
    },
  },
  *cases(random) {
    yield* samplesAtPlaces('toServer', REQUEST_PLACES, random, makeTextbook);
    yield* samplesAtPlaces('toClient', ANSWER_PLACES, random, makeTextbook);
  },
};
