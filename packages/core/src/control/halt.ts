/** The user has halted all calls: none passes until a person releases them. */
export interface Halt {
  /** Unix milliseconds; names this halt. */
  readonly at: number;
  /** The user, and the process that halted, as far as the system shows. */
  readonly by: string;
  readonly reason: string | null;
  /** Sessions and servers were ended as well, and none starts until the release. */
  readonly ends: boolean;
}

/** `POST /halt` */
export interface HaltWish {
  readonly reason: string | null;
  readonly ends: boolean;
}

/** The halt as `status` shows it. */
export interface HaltStatus extends Halt {
  /** The files that outlast the home do not keep it for this reason; `null` if they do. */
  readonly problem: string | null;
}

/** `POST /release`: a decision about one halt. */
export interface Release {
  /** `Halt.at` as it was shown. */
  readonly halt: number;
  /** The name that the person gives. */
  readonly by: string;
  /** Unix milliseconds. */
  readonly at: number;
  /** Base64, by the key of the passphrase, over `toSignedRelease`; `null` without one. */
  readonly signature: string | null;
}
