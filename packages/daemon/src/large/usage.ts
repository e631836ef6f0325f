/** Parties that are remembered. The least recent ones are forgotten first. */
const MAX_KNOWN = 4096;

/** The recent usage of many parties: half of it is forgotten in every half-life. */
export class Usage {
  readonly #halfLife: number;
  readonly #now: () => number;
  /** The most recent party is last. */
  readonly #known = new Map<string, { readonly amount: number; readonly at: number }>();

  /**
   * @param halfLife in the unit of `now`
   * @param now never running back
   */
  constructor(halfLife: number, now: () => number) {
    this.#halfLife = halfLife;
    this.#now = now;
  }

  of(party: string): number {
    const used = this.#known.get(party);
    return used ? used.amount * 0.5 ** ((this.#now() - used.at) / this.#halfLife) : 0;
  }

  add(party: string, amount: number): void {
    const used = { amount: this.of(party) + amount, at: this.#now() };
    this.#known.delete(party);
    this.#known.set(party, used);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_KNOWN && oldest !== undefined) this.#known.delete(oldest);
  }
}
