import type { Case } from '../category.js';
import { leaks } from './leaks.js';
import { call, failure, result } from './messages.js';
import type { Direction, Session } from './session.js';
import type { Stage } from './stage.js';

/** Sends the request that a response needs; throws if the guard does not carry it, since nothing is known then. */
export async function ask(session: Session, direction: Direction, question: string): Promise<void> {
  const heard = await session.tell(direction, question);
  if (!heard.includes(question)) throw new Error('the question was not carried');
}

/** The other end answers what it was asked, so that the guard does not wait for it. */
export function dismiss(session: Session, direction: Direction, mark: string, heard: readonly string[]): void {
  if (!heard.some((line) => line.includes(`"id":"${mark}"`))) return;
  void session.tell(BACK[direction], failure(mark, { code: -1, message: 'not now' })).catch(() => undefined);
}

export const BACK = { toServer: 'toClient', toClient: 'toServer' } as const;

/** What arrived at the other end; a request among it gets a response, so that the guard does not wait. */
async function tellOnce(
  session: Session,
  direction: Direction,
  line: string | Buffer,
  mark: string,
): Promise<readonly string[]> {
  const heard = await session.tell(direction, line);
  dismiss(session, direction, mark, heard);
  return heard;
}

type ToLine = (mark: string, stage: Stage) => string | Buffer;

interface Names {
  readonly name: string;
  readonly server?: string;
}

/** A line that must not reach the other end; it holds the mark. */
export const neverArrives = ({ name, server }: Names, direction: Direction, toLine: ToLine): Case => ({
  name,
  kind: 'attack',
  async play(stage, mark) {
    const heard = await tellOnce(await stage.session(server), direction, toLine(mark, stage), mark);
    return heard.some((line) => line.includes(mark)) ? 'let through' : undefined;
  },
});

/** A line that may arrive, but without some text. */
export const neverTells = (
  { name, server }: Names,
  direction: Direction,
  toLine: ToLine,
  secrets: readonly string[],
): Case => ({
  name,
  kind: 'attack',
  async play(stage, mark) {
    const heard = await tellOnce(await stage.session(server), direction, toLine(mark, stage), mark);
    return leaks(heard, mark, secrets) ? 'let through' : undefined;
  },
});

export interface Exchange {
  /** What the client asks; a call of the tool `read` by default. */
  readonly question?: (id: string) => string;
  readonly answer: (id: string) => string;
}

/** A response that may arrive, but without some text. The request itself is legitimate. */
export const neverAnswers = ({ name, server }: Names, exchange: Exchange, secrets: readonly string[]): Case => ({
  name,
  kind: 'attack',
  async play(stage, mark) {
    const session = await stage.session(server);
    const question = (exchange.question ?? callRead)(mark);
    await ask(session, 'toServer', question);
    const heard = await session.tell('toClient', exchange.answer(mark));
    return leaks(heard, mark, secrets) ? 'let through' : undefined;
  },
});

/** A call and its response that must arrive byte for byte. */
export const isCarried = ({ name, server }: Names, exchange: Partial<Exchange>): Case => ({
  name,
  kind: 'call',
  async play(stage, mark) {
    const session = await stage.session(server);
    const question = (exchange.question ?? callRead)(mark);
    const answer = (exchange.answer ?? answerNothing)(mark);
    const asked = await session.tell('toServer', question);
    if (!asked.includes(question)) return asked.some((line) => line.includes(mark)) ? 'changed' : 'refused';
    const answered = await session.tell('toClient', answer);
    if (answered.includes(answer)) return undefined;
    return answered.some((line) => line.includes(mark) && !line.includes('"source":"mcp-guard"'))
      ? 'changed'
      : 'refused';
  },
});

/** A notification or a request of its own that must arrive byte for byte. */
export const isDelivered = ({ name, server }: Names, direction: Direction, toLine: ToLine): Case => ({
  name,
  kind: 'call',
  async play(stage, mark) {
    const session = await stage.session(server);
    const line = toLine(mark, stage).toString();
    const heard = await session.tell(direction, line);
    dismiss(session, direction, mark, heard);
    if (heard.includes(line)) return undefined;
    return heard.some((other) => other.includes(mark)) ? 'changed' : 'refused';
  },
});

const callRead = (id: string): string => call(id, 'read', { path: 'notes.txt' });
const answerNothing = (id: string): string => result(id, { content: [] });
