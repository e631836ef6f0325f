import type { Case } from '../category.js';
import { ask, BACK, dismiss, isCarried, isDelivered } from '../harness/attacks.js';
import { leaks } from '../harness/leaks.js';
import { call } from '../harness/messages.js';
import type { Random } from '../harness/random.js';
import type { Direction } from '../harness/session.js';
import type { Place } from './places.js';
import { makeKeyed, makeSamples, type Sample } from './samples.js';
import { ABOUT_SECRETS, HARMLESS } from './texts.js';

const asItIs = (text: string): string => text;

/** A text at a place that must not get to the end that the direction leads to. */
const staysBehind = (
  name: string,
  direction: Direction,
  { question, toLine, toForm = asItIs }: Place,
  text: string,
  secrets: readonly string[],
): Case => ({
  name,
  kind: 'attack',
  async play(stage, mark) {
    const session = await stage.session();
    if (question) await ask(session, BACK[direction], question(mark));
    const heard = await session.tell(direction, toLine(mark, text));
    if (!question) dismiss(session, direction, mark, heard);
    return leaks(heard, mark, secrets.map(toForm)) ? 'let through' : undefined;
  },
});

/** Two of every type at every place. */
export function* samplesAtPlaces(
  direction: Direction,
  places: readonly Place[],
  random: Random,
  make: (random: Random) => readonly Sample[] = makeSamples,
): Iterable<Case> {
  for (const place of places) {
    for (const round of [1, 2]) {
      for (const { type, label, secret } of make(random)) {
        yield staysBehind(`${type} in ${place.where} (${round})`, direction, place, label + secret, [secret]);
      }
    }
  }
}

const VALUE = '@the value@';

/** Values that only the name of their member gives away, and numbers that are no texts. */
export function* keyedValues(
  direction: Direction,
  toMessage: (mark: string, given: object) => string,
  random: Random,
): Iterable<Case> {
  for (const round of [1, 2, 3]) {
    for (const [key, json, secret] of makeKeyed(random)) {
      for (const [how, wrap] of Object.entries(WRAPS)) {
        const toLine = (mark: string): string =>
          toMessage(mark, wrap({ [key]: VALUE })).replace(`"${VALUE}"`, () => json);
        const place: Place = {
          where: how,
          toLine,
          ...(direction === 'toClient' && { question: (id) => call(id, 'read') }),
        };
        yield staysBehind(
          `${key} with ${json.startsWith('"') ? 'a text' : 'a number'}, ${how} (${round})`,
          direction,
          place,
          '',
          [secret],
        );
      }
    }
  }
}

const WRAPS: Readonly<Record<string, (value: object) => object>> = {
  'at the top': (value) => value,
  'in an object': (value) => ({ settings: { user: 'a', ...value } }),
  'in a list': (value) => ({ rows: [{ id: 1 }, value] }),
};

/** The same places with texts that hold nothing: what stops the attacks must not be the place. */
export function* harmlessAtPlaces(direction: Direction, places: readonly Place[], random: Random): Iterable<Case> {
  for (const { where, question, toLine, asksPerson } of places) {
    for (const [kind, make] of Object.entries(asksPerson ? HARMLESS : { ...HARMLESS, ...ABOUT_SECRETS })) {
      const text = make(random);
      const name = `${kind} in ${where}`;
      if (question && direction === 'toClient')
        yield isCarried({ name }, { question, answer: (mark) => toLine(mark, text) });
      else if (!question) yield isDelivered({ name }, direction, (mark) => toLine(mark, text));
    }
  }
}
