import { GuardError } from '@mcp-guard/core';
import {
  Agreements,
  agreeOn,
  compare,
  readPremises,
  type AgreedBy,
  type Loaded,
  type Premises,
} from '@mcp-guard/policy';

/** What of a loaded configuration decides what runs. */
type Runs = Pick<Loaded, 'config' | 'launches'>;

export interface BindingOptions {
  /** The home in which bridges look. */
  readonly entrance: string;
  /** Absolute. */
  readonly config: string;
  /** Outside of the home. */
  readonly stateFolders: readonly string[];
  /** Hears why what was agreed on cannot be remembered. */
  readonly onProblem: (problem: string) => void;
}

/**
 * Holds a daemon to what a person has agreed on: whoever replaces the home, or the configuration while no daemon runs,
 * gets none that starts by itself.
 */
export class Binding {
  readonly #options: BindingOptions;
  readonly #agreements: Agreements;
  #started: Premises | undefined;

  constructor(options: BindingOptions) {
    this.#options = options;
    this.#agreements = new Agreements(options.stateFolders);
  }

  /** Before anything is started. Throws POLICY_DENIED where this is not what was agreed on; a first start is. */
  insist(loaded: Runs): void {
    this.#agreements.insist((this.#started = this.#read(loaded)));
  }

  /**
   * Before a changed configuration is taken. Throws where the place is another one by now: then it is not the
   * configuration that a person has edited.
   */
  insistOnPlace(loaded: Runs): void {
    const now = this.#read(loaded);
    const started = this.#started;
    if (!started) return;
    const home = now.home.path === started.home.path ? now.home : started.home; // another one counts from the next start on
    const places = compare(agreeOn(started, 'reload'), { ...now, home, launches: new Map() });
    if (places.length === 0) return;
    throw new GuardError('POLICY_DENIED', places.map(({ what }) => what).join('; '));
  }

  /** What runs now is what is agreed on. */
  remember(loaded: Runs, by: AgreedBy): void {
    for (const problem of this.#agreements.remember(this.#read(loaded), by)) this.#options.onProblem(problem);
  }

  /** How what runs came to be agreed on. */
  get agreed(): string {
    const known = this.#started && this.#agreements.howAgreed(this.#started);
    return known ? known.by : 'first start';
  }

  #read(loaded: Runs): Premises {
    return readPremises(this.#options.entrance, this.#options.config, loaded);
  }
}
