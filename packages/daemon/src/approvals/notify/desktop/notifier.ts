/** A person sees this. Plain text, in lines. */
export interface Notice {
  readonly title: string;
  readonly text: string;
}

/** Variables that a terminal had. */
export type Environment = Readonly<Record<string, string>>;

/** A program of the system that shows a notification. */
export interface Notifier {
  /** Its file name; it is looked for in the folders of the system only. */
  readonly program: string;
  /** No text may act: it is neither an option, nor mark-up, nor a part of a script. */
  readonly toArguments: (notice: Notice) => readonly string[];
  /** All that the program gets. Throws UPSTREAM_UNAVAILABLE if no desktop is known. */
  readonly toEnvironment: (terminal: Environment) => Environment;
}
