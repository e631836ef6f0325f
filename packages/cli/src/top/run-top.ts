import { setTimeout as delay } from 'node:timers/promises';
import { asNext, GuardError, hintText } from '@mcp-guard/core';
import { decideAtTerminal, NOTHING_DECIDED } from '../approvals/decide.js';
import { release } from '../approvals/release.js';
import type { CommandTools, ConfigOption } from '../command.js';
import { haltAll } from '../daemon/halt.js';
import { askAgain } from './ask.js';
import { readKeys } from './keys.js';
import { createPainter, type Painter } from './painter.js';
import { reduce, type DecideEffect, type Effect } from './reduce.js';
import { FOOT, render } from './render.js';
import type { Screen } from './screen.js';
import { createSignals, type Signals } from './signals.js';
import { INITIAL, NOTHING_SEEN } from './state.js';
import { hasColors, isPlain } from './terminal-kind.js';

const SECOND = 1000;
/** Milliseconds that a terminal has for the last frame. */
const LAST_FRAME = 200;
const HOUR = { for: '1h' };

/** Shows the daemon on a screen until the person quits. Starts nothing, and asks once a second, one question at a time. */
export async function runTop(tools: CommandTools, options: ConfigOption, screen: Screen): Promise<void> {
  const top = new Top(tools, options, screen);
  await top.run();
}

class Top {
  readonly #tools: CommandTools;
  readonly #options: ConfigOption;
  readonly #screen: Screen;
  readonly #painter: Painter;
  readonly #signals: Signals;
  readonly #quit = Promise.withResolvers<void>();
  readonly #ended = new AbortController();
  readonly #config: string;
  #seen = NOTHING_SEEN;
  #state = INITIAL;
  #isAsking = false;
  /** The terminal is in use by a decision. */
  #isAway = false;

  constructor(tools: CommandTools, options: ConfigOption, screen: Screen) {
    this.#tools = tools;
    this.#options = options;
    this.#screen = screen;
    this.#config = tools.findConfig(options.config);
    this.#painter = createPainter((text) => screen.write(text), hasColors(tools.env), this.#quit.reject);
    this.#signals = createSignals({
      giveBack: () => screen.leave(),
      takeAgain: () => {
        screen.leave();
        this.#enter();
      },
    });
  }

  async run(): Promise<void> {
    this.#signals.listen();
    this.#screen.onResize(() => this.#redraw());
    this.#enter();
    const timer = setInterval(() => {
      if (!this.#state.isPaused) this.#update().catch(this.#quit.reject);
    }, SECOND);
    try {
      await Promise.all([this.#update(), this.#quit.promise]);
    } finally {
      clearInterval(timer);
      this.#ended.abort();
      // A frame that is on its way would stand on the screen that is given back.
      await Promise.race([this.#painter.idle(), delay(LAST_FRAME, undefined, { ref: false })]);
      this.#signals.release();
      this.#screen.leave();
    }
  }

  async #update(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    this.#seen = await askAgain(() => this.#tools.control(this.#config), this.#seen, this.#ended.signal);
    this.#isAsking = false;
    this.#draw();
  }

  #enter(): void {
    this.#screen.enter((typed) => this.#onTyped(typed));
    this.#redraw();
  }

  #redraw(): void {
    this.#painter.forget();
    this.#draw();
  }

  #draw(): void {
    if (this.#isAway || this.#ended.signal.aborted) return;
    const look = { at: Date.now(), isPlain: isPlain(this.#tools.env) };
    const size = this.#screen.size();
    this.#painter.paint(render(this.#seen, this.#state, size, look), size.columns);
  }

  #onTyped(typed: string): void {
    for (const key of readKeys(typed)) {
      if (this.#isAway) return;
      const { columns, rows } = this.#screen.size();
      const { state, effect } = reduce(this.#state, key, this.#seen, { columns, rows: rows - FOOT });
      this.#state = state;
      if (effect) this.#act(effect);
    }
    this.#draw();
  }

  #act(effect: Effect): void {
    if (effect.kind === 'decide') this.#decide(effect).catch(this.#quit.reject);
    else if (effect.kind === 'release') this.#release().catch(this.#quit.reject);
    else if (effect.kind === 'halt') this.#halt().catch(this.#quit.reject);
    else if (effect.kind === 'quit') this.#quit.resolve();
    else if (effect.kind === 'stop') this.#signals.stopJob();
    else this.#painter.forget();
  }

  #decide({ wish, id }: DecideEffect): Promise<void> {
    const kind = wish === 'deny' ? 'deny' : 'approve';
    const options = { ...this.#options, ...(wish === 'hour' && HOUR) };
    return this.#askBelow(
      async () =>
        (await decideAtTerminal(this.#tools, { kind, prefix: id, options }, { askReason: true })) ?? NOTHING_DECIDED,
    );
  }

  #release(): Promise<void> {
    return this.#askBelow(async () =>
      (await release(this.#tools, this.#options)) ? 'calls pass again' : 'calls pass',
    );
  }

  async #halt(): Promise<void> {
    const halting = haltAll(this.#tools, this.#options.config, { reason: null, ends: false });
    const message = await halting.then(() => 'all calls are halted', inWords);
    this.#state = { ...this.#state, message };
    await this.#update();
  }

  /** On the terminal as it was before, where a long call can be scrolled through, and asked as the commands ask. */
  async #askBelow(ask: () => Promise<string>): Promise<void> {
    this.#isAway = true;
    await this.#painter.idle();
    this.#signals.release();
    this.#screen.leave();
    const message = await ask().catch(inWords);
    this.#state = { ...this.#state, details: undefined, message };
    this.#isAway = false;
    this.#signals.listen();
    this.#enter();
    await this.#update();
  }
}

function inWords(error: unknown): string {
  const { message, hint } = GuardError.from(error);
  return hint === undefined ? message : `${message}; ${hintText(asNext(hint))}`;
}
