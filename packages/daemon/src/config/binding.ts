import { GuardError, guardPaths } from '@mcp-guard/core';
import {
  Agreements,
  agreeOn,
  compare,
  isSameFile,
  readPremises,
  type AgreedBy,
  type Loaded,
  type Premises,
} from '@mcp-guard/policy';

/** The part of a loaded configuration that decides what runs. */
type Runs = Pick<Loaded, 'config' | 'launches'>;

export interface BindingOptions {
  /** The home in which bridges look. */
  readonly entrance: string;
  /** Absolute. */
  readonly config: string;
  /** Folders outside of the home; the usual one first. */
  readonly stateFolders: readonly string[];
  /** Gets why the agreement cannot be remembered. */
  readonly onProblem: (problem: string) => void;
}

/**
 * Holds a daemon to what a person has agreed on: if the home is replaced, or the configuration while no daemon runs, no
 * daemon starts by itself.
 */
export class Binding {
  readonly #options: BindingOptions;
  readonly #agreements: Agreements;
  #started: Premises | undefined;

  constructor(options: BindingOptions) {
    this.#options = options;
    this.#agreements = new Agreements(options.stateFolders);
  }

  /**
   * To be called before anything is read, where no person has started this. Throws POLICY_DENIED unless it is the usual
   * place, or was agreed on: a repository may name a configuration of its own in an entry that looks like the guard's.
   * @param usual home of the guard in the user's home folder
   */
  insistOnAgreed(usual: string): void {
    const { entrance, config } = this.#options;
    if (isSameFile(usual, entrance) && isSameFile(guardPaths(usual).config, config)) return;
    this.#agreements.insistOnKnown(entrance, config);
  }

  /** To be called before anything starts. Throws POLICY_DENIED if this was not agreed on; a first start needs no agreement. */
  insist(loaded: Runs): void {
    this.#agreements.insist((this.#started = this.#read(loaded)));
  }

  /**
   * To be called before a changed configuration is taken. Throws if its place is another one by now: then it is not the
   * file that a person has edited.
   */
  insistOnPlace(loaded: Runs): void {
    const now = this.#read(loaded);
    const started = this.#started;
    if (!started) return;
    const home = now.home.path === started.home.path ? now.home : started.home; // a new one applies from the next start on
    const places = compare(agreeOn(started, 'reload'), { ...now, home, launches: new Map() });
    if (places.length === 0) return;
    throw new GuardError('POLICY_DENIED', places.map(({ what }) => what).join('; '));
  }

  /** Remembers what runs now as agreed on. */
  remember(loaded: Runs, by: AgreedBy): void {
    for (const problem of this.#agreements.remember(this.#read(loaded), by)) this.#options.onProblem(problem);
  }

  /** How the agreement on what runs was made. */
  get agreed(): string {
    const known = this.#started && this.#agreements.howAgreed(this.#started);
    return known ? known.by : 'first start';
  }

  #read(loaded: Runs): Premises {
    return readPremises(this.#options.entrance, this.#options.config, loaded);
  }
}
