import type { Hint } from '@mcp-guard/core';
import type { ClientFile, ClientServer } from '../clients/client-format.js';

/** From an acute danger to a possible improvement; the order is that of reports. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A client's file that was read. */
export interface ScannedFile extends ClientFile {
  /** The id of the client, as `--client` takes it. */
  readonly client: string;
  /** Permission bits; nothing if the system has none. */
  readonly mode: number | undefined;
  readonly servers: readonly ClientServer[];
}

/** One server, its place, and all others that were found with it. */
export interface Subject {
  readonly file: ScannedFile;
  readonly server: ClientServer;
  readonly others: Neighbours;
}

/** The servers of one scan by the look of their names. */
export interface Neighbours {
  /** Finds servers whose names read the same without case and invisible characters; the given one is among them. */
  namedAs(name: string): readonly Place[];
  /** Finds servers whose names look the same, whatever letters they are made of. */
  looksLike(name: string): readonly Place[];
}

export type Place = Pick<Subject, 'file' | 'server'>;

/** A finding of a rule. Outside text in it has passed `showText`, so it holds no secret and no hidden characters. */
export interface Issue {
  /** The problem, as it reads after the name of the server. */
  readonly why: string;
  readonly fix: Hint;
}

/** The name of a rule, and its severity. */
export interface RuleHead {
  /** Stable: people exclude rules by it and look it up. */
  readonly id: string;
  readonly severity: Severity;
  /** The problem in a few words, for the table of `docs/scan.md`. */
  readonly title: string;
}

/** One kind of danger: one file and one line of `registry.ts`. A rule starts nothing and asks no network. */
export interface ScanRule extends RuleHead {
  readonly checkServer?: (subject: Subject) => readonly Issue[];
  /** For the file itself; only for files that name a server. */
  readonly checkFile?: (file: ScannedFile) => readonly Issue[];
}

export const NONE: readonly Issue[] = [];

export interface FoundIssue extends Issue {
  readonly rule: string;
  readonly severity: Severity;
  readonly client: string;
  readonly file: string;
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
  /** `null` if the issue is about the file. */
  readonly server: string | null;
}
