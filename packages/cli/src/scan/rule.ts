import type { ClientFile, ClientServer } from '../clients/client-format.js';

/** From what endangers people today to what could be better; the order is that of reports. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A client's file that was read. */
export interface ScannedFile extends ClientFile {
  /** Of the client, as `--client` takes it. */
  readonly client: string;
  /** Permission bits; nothing where the system has none. */
  readonly mode: number | undefined;
  readonly servers: readonly ClientServer[];
}

/** One server, where it stands, and all others that were found with it. */
export interface Subject {
  readonly file: ScannedFile;
  readonly server: ClientServer;
  readonly others: Neighbours;
}

/** The servers of one scan by what their names look like. */
export interface Neighbours {
  /** Whose names read the same once case and invisible characters are gone; the asked one is among them. */
  namedAs(name: string): readonly Place[];
  /** Whose names look the same, whatever letters they are made of. */
  looksLike(name: string): readonly Place[];
}

export type Place = Pick<Subject, 'file' | 'server'>;

/** What a rule says. Outside text in it has passed `tell`, so that it holds no secret and nothing that hides. */
export interface Issue {
  /** What is wrong here, as it reads behind the name of the server. */
  readonly why: string;
  /** What to do about it. */
  readonly fix: string;
}

/** What a rule is called, and how bad it is. */
export interface RuleHead {
  /** Stable: what people exclude and look up. */
  readonly id: string;
  readonly severity: Severity;
  /** What is wrong, in a few words, for the table of `docs/scan.md`. */
  readonly title: string;
}

/** One kind of danger: one file and one line of `registry.ts`. A rule starts nothing and asks no network. */
export interface Rule extends RuleHead {
  readonly checkServer?: (subject: Subject) => readonly Issue[];
  /** Of the file itself; only of those that name a server. */
  readonly checkFile?: (file: ScannedFile) => readonly Issue[];
}

export const NONE: readonly Issue[] = [];

export interface Finding extends Issue {
  readonly rule: string;
  readonly severity: Severity;
  readonly client: string;
  readonly file: string;
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
  /** Nothing where it is the file. */
  readonly server: string | null;
}
