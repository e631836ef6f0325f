import { BINARY_LIMIT, INSPECTION_LIMIT } from '../own-types.js';
import type { Account } from './view-text.js';

/** The most that is read out of a message, in characters per character of it, and in all at least. */
export const MAX_READ = 4;
const MIN_ROOM = 65_536;

/** How much of a message's room a text has taken, and whether another message would find the same in it. */
export interface Spent {
  /** Characters of both accounts; what the length of the text brings is not counted. */
  readonly texts: number;
  readonly binaries: number;
  /** Characters that it adds to those that may be base64 of anything. */
  readonly mass: number;
  /** So many there were before it, where chance was asked about a finding. */
  readonly massBefore: number | undefined;
  /** Something was unpacked, for which a message has a budget of its own. */
  readonly hasUnpacked: boolean;
}

/** How much is read of one message and of what its texts encode. */
export class MessageAccount {
  readonly texts: Account = { room: MIN_ROOM, limit: INSPECTION_LIMIT };
  /**
   * The account of what is read out of pictures and archives, and read again out of that: it takes no room from what
   * people write.
   */
  readonly binaries: Account = { room: 2 * MIN_ROOM, limit: BINARY_LIMIT };
  /** Characters of this message that may be base64 of anything: among so many, what is searched for stands by chance. */
  mass = 0;
  /** Characters of texts that are known to hold nothing, of which no account was kept yet. */
  passed = 0;
  /** These are about the text that began last. */
  asksChance = false;
  hasUnpacked = false;
  #before = { texts: 0, binaries: 0, mass: 0 };

  /** A text follows, of which `spent` is asked. */
  begin(): void {
    const texts = this.texts.room + this.passed * MAX_READ;
    this.#before = { texts, binaries: this.binaries.room, mass: this.mass };
    this.asksChance = this.hasUnpacked = false;
  }

  /** @param length of the text that began, in characters */
  spent(length: number): Spent {
    const { texts, binaries, mass } = this.#before;
    return {
      texts: texts + length * MAX_READ - this.texts.room,
      binaries: binaries - this.binaries.room,
      mass: this.mass - mass,
      massBefore: this.asksChance ? mass : undefined,
      hasUnpacked: this.hasUnpacked,
    };
  }

  /** Keeps account of a text as if it was read again; false where something else could be found in it this time. */
  repeat(length: number, { texts, binaries, mass, massBefore }: Spent): boolean {
    if (massBefore !== undefined && massBefore !== this.mass) return false;
    if (this.texts.room + length * MAX_READ < texts || this.binaries.room < binaries) return false;
    this.texts.room -= texts;
    this.binaries.room -= binaries;
    this.mass += mass;
    this.passed += length;
    return true;
  }
}
