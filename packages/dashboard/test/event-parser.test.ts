import { array, assert, constantFrom, nat, property, record, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventParser, type StreamEvent } from '../src/api/event-parser.js';
import { character } from '../../core/test/support/character.js';

function parse(chunks: readonly string[]): readonly StreamEvent[] {
  const events: StreamEvent[] = [];
  const parser = new EventParser((event) => events.push(event));
  for (const chunk of chunks) parser.push(chunk);
  return events;
}

const line = string({ unit: character, maxLength: 20 }).map((text) => text.replaceAll(/[\r\n]/gu, ''));
const event = record({
  name: constantFrom('now', 'calls', 'missed'),
  data: array(line, { minLength: 1, maxLength: 3 }).map((lines) => lines.join('\n')),
});

const write = ({ name, data }: StreamEvent, end: string): string =>
  [`event: ${name}`, ...data.split('\n').map((each) => `data: ${each}`), '', ''].join(end);

describe('a stream of events', () => {
  it('is the same however its bytes are cut, and however its lines end', () => {
    assert(
      property(
        array(event, { maxLength: 5 }),
        constantFrom('\n', '\r\n', '\r'),
        array(nat(200), { maxLength: 8 }),
        (events, end, cuts) => {
          const text = events.map((each) => write(each, end)).join('');
          const places = [0, ...cuts.map((cut) => Math.min(cut, text.length)).toSorted((a, b) => a - b), text.length];
          const chunks = places.slice(1).map((to, at) => text.slice(places[at], to));
          expect(parse(chunks)).toEqual(events);
        },
      ),
    );
  });

  it.each([
    ['comments and fields that the page does not use', ': hello\nid: 7\nretry: 10\nfoo\n\ndata: x\n\n', 'x'],
    ['a value without the space', 'data:x\n\n', 'x'],
    ['one space only as the separator', 'data:  x\n\n', ' x'],
    ['an event that is not over yet', 'data: x\n\ndata: y\n', 'x'],
  ])('passes over or keeps %s', (_, text, data) => {
    expect(parse([text])).toEqual([{ name: 'message', data }]);
  });

  it('ends when one event has no end', () => {
    const parser = new EventParser(() => undefined);
    const endless = (): void => {
      for (;;) parser.push('x'.repeat(2 ** 20));
    };
    expect(endless).toThrow(RangeError);
  });
});
