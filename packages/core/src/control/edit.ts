/** A person's wish to edit the configuration. */
export type EditWish =
  | {
      readonly kind: 'tool';
      readonly verb: 'allow' | 'deny' | 'ask';
      readonly server: string;
      /** Its name, and no pattern. */
      readonly tool: string;
    }
  | { readonly kind: 'preset'; readonly preset: string; readonly server: string }
  | {
      /** A value that was refused, or taken out of a message, passes from now on. */
      readonly kind: 'except';
      /** Audit id of its row. */
      readonly record: number;
      /** Any value of its type passes at its place of the server, and not this one everywhere. */
      readonly isPlace: boolean;
    };

/** `POST /edits` */
export interface EditRequest {
  readonly wish: EditWish;
  /** `EditView.print` as it was shown; `null` before it was. What allows more is never written without it. */
  readonly print: string | null;
  /** It is to be shown before it is written, also where it allows no more. */
  readonly isLook: boolean;
  /** The name that the person gives. */
  readonly by: string;
  /** Unix milliseconds. */
  readonly at: number;
  /** Base64, by the key of the passphrase, over `toSignedEdit`; `null` without one, and for what allows no more. */
  readonly signature: string | null;
}

/** An edit as a person is shown it, or as it was written. */
export interface EditView {
  /** `shown`: a person has to confirm it; `needless`: the configuration says so already. */
  readonly state: 'shown' | 'written' | 'needless';
  /** A decision about it must name this: it stands for the file as it was and as it would be. */
  readonly print: string;
  /** A question without its question mark where it is shown, the result otherwise. */
  readonly words: string;
  /** Doubts. */
  readonly notes: readonly string[];
  /** Lines with `+`, `-` or a blank in front. */
  readonly difference: readonly string[];
  /** The changes that allow more than before. */
  readonly loosens: readonly string[];
}
