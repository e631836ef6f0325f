/** A text of a server: unchanged, kept in the secrets file, or sent by the client when it connects. */
export type OurText =
  | { readonly kind: 'plain'; readonly text: string }
  /** `name`: a suggestion for its name there; `ofServer`: which only says enough behind that of the server. */
  | { readonly kind: 'secret'; readonly text: string; readonly name: string; readonly ofServer?: true }
  | { readonly kind: 'client'; readonly name: string };

export type SecretText = Extract<OurText, { kind: 'secret' }>;

/** The text as a client sends it. */
export const readText = (text: OurText): string => (text.kind === 'client' ? `\${client:${text.name}}` : text.text);

/** Why a server stays where it is. */
export interface Staying {
  readonly kind: 'guarded' | 'disabled' | 'unclear';
  readonly why: string;
}

export const unclear = (why: string): Staying => ({ kind: 'unclear', why });

export const isStaying = (made: object): made is Staying => 'why' in made;
