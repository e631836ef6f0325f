import type { Case, Category } from './category.js';
import { call, notification, PADDING, request, result } from './harness/messages.js';
import type { Random } from './harness/random.js';
import { harmlessAtPlaces, keyedValues, samplesAtPlaces } from './material/at-places.js';
import { ANSWER_PLACES } from './material/places.js';
import { makeNumbers, PII_CONFIG } from './material/samples.js';

const MARKER = '[REDACTED:ssn]';

/** A file that was read with something taken out of it, and is written back: that would destroy the original. */
function* writtenBack(random: Random): Iterable<Case> {
  const ways: Readonly<Record<string, (mark: string) => string>> = {
    'as it is': (mark) => call(mark, 'write_file', { content: `name: x\nssn: ${MARKER}\n` }),
    'as a part of a line': (mark) => call(mark, 'edit', { edits: [{ newText: `x${MARKER}y` }] }),
    'as a key': (mark) => call(mark, 'store', { [MARKER]: 1 }),
    'in JSON in a text': (mark) => call(mark, 'write_file', { content: JSON.stringify({ ssn: MARKER }) }),
    'in a large call': (mark) => call(mark, 'write_file', { content: PADDING + MARKER }),
    'by a method that nobody knows': (mark) => request(mark, 'files/write', { content: MARKER }),
    'by a notification': (mark) =>
      notification('tools/call', { name: 'write_file', arguments: { content: MARKER, mark } }),
    'in a retry': (mark) =>
      call(mark, 'write_file', {}, { inputResponses: { q: { action: 'accept', content: { a: MARKER } } } }),
  };
  for (const [how, toLine] of Object.entries(ways)) {
    const ssn = makeNumbers(random).find(({ type }) => type === 'ssn')?.secret ?? '';
    yield {
      name: `what was taken out is written back ${how}`,
      kind: 'attack',
      async play(stage, mark) {
        const session = await stage.session();
        await session.tell('toServer', call(`first ${mark}`, 'read'));
        const text = `name: x\nssn: ${ssn}\n`;
        const told = await session.tell('toClient', result(`first ${mark}`, { content: [{ type: 'text', text }] }));
        if (!told.some((line) => line.includes(MARKER))) throw new Error('nothing was taken out');
        const heard = await session.tell('toServer', toLine(mark));
        return heard.some((line) => line.replaceAll(`first ${mark}`, '').includes(mark)) ? 'let through' : undefined;
      },
    };
  }
}

export const piiAnswers: Category = {
  name: 'pii-answers',
  title: 'PII and secrets in answers',
  setting: { servers: { main: { policy: { sampling: { enabled: true } } } }, config: PII_CONFIG },
  *cases(random) {
    yield* samplesAtPlaces('toClient', ANSWER_PLACES, random);
    yield* keyedValues('toClient', (mark, given) => result(mark, { content: [], structuredContent: given }), random);
    yield* writtenBack(random);
    yield* harmlessAtPlaces('toClient', ANSWER_PLACES, random);
  },
};
