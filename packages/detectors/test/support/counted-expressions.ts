/*
 * Regular expressions that count their steps: an interpreter that backtracks as V8's does, beside V8's own answer. What
 * it says is compared with that answer, so it cannot count another match than the one that is made.
 */

/** A place in the text, or nothing if it does not match. */
type Continue = (at: number) => boolean;
/** Matches from a place on, and goes on with what follows. */
type Match = (at: number, next: Continue) => boolean;

/** What one match works on. */
interface Run {
  text: string;
  steps: number;
  readonly starts: (number | undefined)[];
  readonly ends: (number | undefined)[];
}

/** More than that is no linear search, whatever it is: it is not waited for. */
const MAX_STEPS = 50_000_000;

export class CountedExpression {
  readonly #flags: string;
  readonly #isUnicode: boolean;
  readonly #source: string;
  readonly #run: Run = { text: '', steps: 0, starts: [], ends: [] };
  readonly #match: Match;
  #at = 0;
  #groups = 0;
  readonly #names = new Map<string, number>();

  constructor(expression: RegExp) {
    this.#source = expression.source;
    this.#flags = expression.flags;
    this.#isUnicode = /[uv]/.test(expression.flags);
    this.#match = this.#readAlternatives(false);
    if (this.#at < this.#source.length) throw new Error(`what is ${this.#source.slice(this.#at)}?`);
  }

  /** Where the first match from `from` on begins and ends, and how many steps it took to know. */
  find(text: string, from: number): { readonly start: number; readonly end: number; readonly steps: number } {
    const run = this.#run;
    run.text = text;
    run.steps = 0;
    for (let start = from; start <= text.length; start++) {
      run.starts.length = run.ends.length = 0;
      let end = -1;
      const isFound = this.#match(start, (at) => {
        end = at;
        return true;
      });
      if (isFound) return { start, end, steps: run.steps };
      if (this.#flags.includes('y')) break;
      if (this.#isUnicode && sizeAt(text, start) === 2) start++;
    }
    return { start: -1, end: -1, steps: run.steps };
  }

  #takes(token: string): boolean {
    if (!this.#source.startsWith(token, this.#at)) return false;
    this.#at += token.length;
    return true;
  }

  #readAlternatives(isBehind: boolean): Match {
    const ways = [this.#readSequence(isBehind)];
    while (this.#takes('|')) ways.push(this.#readSequence(isBehind));
    const [only] = ways;
    return ways.length === 1 && only ? only : (at, next) => ways.some((way) => way(at, next));
  }

  #readSequence(isBehind: boolean): Match {
    const terms: Match[] = [];
    while (this.#at < this.#source.length && !/[|)]/.test(this.#source.charAt(this.#at)))
      terms.push(this.#readTerm(isBehind));
    // The text before is matched last if the text is read backwards.
    const inOrder = isBehind ? terms : terms.toReversed();
    return inOrder.reduce<Match>(
      (rest, term) => (at, next) => term(at, (after) => rest(after, next)),
      (at, next) => next(at),
    );
  }

  #readTerm(isBehind: boolean): Match {
    const run = this.#run;
    if (this.#takes('^'))
      return this.#counted((at) => at === 0 || (this.#flags.includes('m') && isEnd(run.text, at - 1)));
    if (this.#takes('$'))
      return this.#counted((at) => at === run.text.length || (this.#flags.includes('m') && isEnd(run.text, at)));
    if (this.#takes('\\b')) return this.#counted((at) => isWord(run.text, at - 1) !== isWord(run.text, at));
    if (this.#takes('\\B')) return this.#counted((at) => isWord(run.text, at - 1) === isWord(run.text, at));
    for (const [token, isBack, isWanted] of LOOKS) if (this.#takes(token)) return this.#readLook(isBack, isWanted);
    const first = this.#groups;
    const atom = this.#readAtom(isBehind);
    return this.#readQuantifier(atom, first, isBehind);
  }

  #counted(accepts: (at: number) => boolean): Match {
    return (at, next) => {
      this.#count();
      return accepts(at) && next(at);
    };
  }

  #count(): void {
    if (++this.#run.steps > MAX_STEPS) throw new Error(`no end of ${this.#source.slice(0, 200)}`);
  }

  #readLook(isBehind: boolean, isWanted: boolean): Match {
    const inner = this.#readAlternatives(isBehind);
    this.#takes(')');
    const { starts, ends } = this.#run;
    return (at, next) => {
      this.#count();
      const kept = [[...starts], [...ends]] as const;
      const isThere = inner(at, () => true);
      if (isThere === isWanted && next(at)) return true;
      for (const [list, before] of [
        [starts, kept[0]],
        [ends, kept[1]],
      ] as const)
        list.splice(0, list.length, ...before);
      return false;
    };
  }

  /** One character, a group or what a group matched. */
  #readAtom(isBehind: boolean): Atom {
    if (this.#takes('(')) return { match: this.#readGroup(isBehind) };
    const back = /^\\(?:([1-9])|k<(\w+)>)/.exec(this.#source.slice(this.#at, this.#at + 64));
    if (back) {
      this.#at += back[0].length;
      const [, number, name = ''] = back;
      return { match: this.#repeats(() => (number === undefined ? (this.#names.get(name) ?? 0) : Number(number))) };
    }
    const [source = ''] =
      (this.#isUnicode ? UNICODE_ATOM : ATOM).exec(this.#source.slice(this.#at, this.#at + 2000)) ?? [];
    if (source === '') throw new Error(`what is ${this.#source.slice(this.#at)}?`);
    this.#at += source.length;
    const accepts = this.#acceptor(source);
    const isUnicode = this.#isUnicode;
    const run = this.#run;
    const step = (at: number): number => {
      this.#count();
      const { text } = run;
      if (isBehind ? at <= 0 : at >= text.length) return -1;
      const size = !isUnicode ? 1 : isBehind ? sizeBefore(text, at) : sizeAt(text, at);
      const from = isBehind ? at - size : at;
      if (!accepts(size === 1 ? text.charCodeAt(from) : (text.codePointAt(from) ?? 0))) return -1;
      return isBehind ? from : at + size;
    };
    return { step, match: (at, next) => next.length >= 0 && after(step(at), next) };
  }

  #readGroup(isBehind: boolean): Match {
    const [head = '', name] = /^\?(?::|<(\w+)>)/.exec(this.#source.slice(this.#at, this.#at + 64)) ?? [];
    this.#at += head.length;
    if (head === '?:') {
      const inner = this.#readAlternatives(isBehind);
      this.#takes(')');
      return inner;
    }
    const group = ++this.#groups;
    if (name !== undefined) this.#names.set(name, group);
    const inner = this.#readAlternatives(isBehind);
    this.#takes(')');
    const { starts, ends } = this.#run;
    return (at, next) => {
      const [start, end] = [starts[group], ends[group]];
      const isFound = inner(at, (past) => {
        [starts[group], ends[group]] = isBehind ? [past, at] : [at, past];
        return next(past);
      });
      if (!isFound) [starts[group], ends[group]] = [start, end];
      return isFound;
    };
  }

  #repeats(groupOf: () => number): Match {
    return (at, next) => {
      const { text, starts, ends } = this.#run;
      const said = text.slice(starts[groupOf()] ?? 0, ends[groupOf()] ?? 0);
      this.#run.steps += said.length;
      this.#count();
      const isThere = this.#flags.includes('i')
        ? text.slice(at, at + said.length).toLowerCase() === said.toLowerCase()
        : text.startsWith(said, at);
      return isThere && next(at + said.length);
    };
  }

  #acceptor(source: string): (code: number) => boolean {
    const known = new Map<number, boolean>();
    const flags = this.#flags.replace(/[^iusv]/g, '');
    const one = new RegExp(`^(?:${source})$`, flags);
    return (code) => {
      let isAccepted = known.get(code);
      if (isAccepted === undefined) known.set(code, (isAccepted = NATIVE_TEST(one, String.fromCodePoint(code))));
      return isAccepted;
    };
  }

  #readQuantifier({ step, match }: Atom, firstGroup: number, isBehind: boolean): Match {
    const [quantifier = '', least, comma, most] =
      /^(?:[*+?]|\{(\d+)(,?)(\d*)\})/.exec(this.#source.slice(this.#at, this.#at + 24)) ?? [];
    if (quantifier === '') return match;
    this.#at += quantifier.length;
    const isLazy = this.#takes('?');
    const min = least === undefined ? (quantifier === '+' ? 1 : 0) : Number(least);
    const max =
      least === undefined ? (quantifier === '?' ? 1 : Infinity) : comma === '' ? min : most ? Number(most) : Infinity;
    if (step && !isLazy) return this.#greedy(step, min, max, isBehind);
    const lastGroup = this.#groups;
    const { starts, ends } = this.#run;
    const again = (at: number, count: number, next: Continue): boolean => {
      this.#count();
      const more = (): boolean => {
        if (count >= max) return false;
        for (let group = firstGroup + 1; group <= lastGroup; group++) starts[group] = ends[group] = undefined;
        return match(at, (past) => !(past === at && count >= min) && again(past, count + 1, next));
      };
      if (count < min) return more();
      return isLazy ? next(at) || more() : more() || next(at);
    };
    return (at, next) => again(at, 0, next);
  }

  /** Characters one after the other, without a call for each. */
  #greedy(step: (at: number) => number, min: number, max: number, isBehind: boolean): Match {
    return (at, next) => {
      const places = [at];
      for (let place = at; places.length <= max; places.push(place)) {
        place = step(place);
        if (place < 0) break;
      }
      for (let count = places.length - 1; count >= min; count--) {
        this.#count();
        if (next(places[count] ?? 0)) return true;
      }
      return isBehind && false;
    };
  }
}

interface Atom {
  readonly match: Match;
  /** Of a single character. */
  readonly step?: (at: number) => number;
}

const after = (at: number, next: Continue): boolean => at >= 0 && next(at);

const LOOKS = [
  ['(?=', false, true],
  ['(?!', false, false],
  ['(?<=', true, true],
  ['(?<!', true, false],
] as const;
const CLASS = String.raw`\[(?:[^\]\\]|\\.)*\]`;
const ESCAPE = String.raw`\\(?:u\{[\da-f]+\}|u[\da-f]{4}|x[\da-f]{2}|[pP]\{[^}]*\}|c[A-Z]|[^])`;
const ATOM = new RegExp(`^(?:${CLASS}|${ESCAPE}|[^()|*+?])`, 'i');
const UNICODE_ATOM = new RegExp(`^(?:${CLASS}|${ESCAPE}|[^()|*+?])`, 'iu');

/** Before it is replaced by what counts. */
const native = RegExp.prototype.exec;
const NATIVE_TEST = (expression: RegExp, text: string): boolean => native.call(expression, text) !== null;

const WORD_CODE = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a && code < 0x80) || code === 0x5f;
const isWord = (text: string, at: number): boolean => at >= 0 && at < text.length && WORD_CODE(text.charCodeAt(at));
const isEnd = (text: string, at: number): boolean => [10, 13, 0x2028, 0x2029].includes(text.charCodeAt(at));
const isHigh = (code: number): boolean => code >= 0xd800 && code < 0xdc00;
const isLow = (code: number): boolean => code >= 0xdc00 && code < 0xe000;
const sizeAt = (text: string, at: number): number =>
  isHigh(text.charCodeAt(at)) && isLow(text.charCodeAt(at + 1)) ? 2 : 1;
const sizeBefore = (text: string, at: number): number =>
  at > 1 && isLow(text.charCodeAt(at - 1)) && isHigh(text.charCodeAt(at - 2)) ? 2 : 1;
