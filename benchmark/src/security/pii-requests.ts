import type { Category } from './category.js';
import { call } from './harness/messages.js';
import { harmlessAtPlaces, keyedValues, samplesAtPlaces } from './material/at-places.js';
import { REQUEST_PLACES } from './material/places.js';
import { PII_CONFIG } from './material/samples.js';

export const piiRequests: Category = {
  name: 'pii-requests',
  title: 'PII and secrets in requests',
  setting: { servers: { main: { policy: { sampling: { enabled: true } } } }, config: PII_CONFIG },
  *cases(random) {
    yield* samplesAtPlaces('toServer', REQUEST_PLACES, random);
    yield* keyedValues('toServer', (mark, given) => call(mark, 'save', given), random);
    yield* harmlessAtPlaces('toServer', REQUEST_PLACES, random);
  },
};
