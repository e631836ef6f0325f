import type { JsonValue } from '@mcp-guard/core';
import type { ClientId, RemoteServer, System } from '@mcp-guard/policy';
import type { KeyPath, ParsedText, ParseText, TextPlace } from './syntax/syntax.js';

/** A file in which a client keeps servers. */
export interface ClientFile {
  /** Absolute. */
  readonly path: string;
  /** `project`: it lies in a repository, so a stranger may have written it. */
  readonly scope: 'user' | 'project';
}

/** A server as a client's configuration names it. Nothing in it has been checked. */
export interface ClientServer {
  readonly name: string;
  /** Its position in the file. */
  readonly path: KeyPath;
  readonly place: TextPlace;
  /** Claude Code keeps servers of single folders in its own file: that folder. */
  readonly project?: string;
  readonly run: ServerRun;
  /** The places of the command or URL, relative to the entry. */
  readonly keys: LaunchKeys;
  /** The client does not start it. */
  readonly disabled: boolean;
  /** Its tools are called without asking: all of them, or the named ones. */
  readonly unasked: true | readonly string[];
  /** As written in the file. */
  readonly entry: JsonValue;
}

export interface LaunchKeys {
  readonly command: readonly string[];
  /** Absent: the command is a list, and its arguments are the rest of it. */
  readonly args: readonly string[] | undefined;
  readonly env: readonly string[];
  readonly headers: readonly string[];
  /**
   * The members that hold the type of an entry, and the type of a server that a command starts; `undefined`: such an
   * entry names no type.
   */
  readonly types: readonly { readonly at: readonly string[]; readonly stdio: string | undefined }[];
  /** Only an entry for a remote server has these members. */
  readonly remote: readonly (readonly string[])[];
}

export type ServerRun =
  | {
      readonly kind: 'stdio';
      readonly command: string;
      readonly args: readonly string[];
      readonly env: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'remote';
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
      /** As its client reaches it. */
      readonly transport: RemoteServer['transport'];
    }
  /** Neither: why it is unclear how it runs. */
  | { readonly kind: 'unknown'; readonly why: string };

/** How one client keeps its servers. One row of `registry.ts`. */
export interface ClientFormat {
  /** `claude-desktop`, as `--client` takes it. */
  readonly id: ClientId;
  /** Its name for people. */
  readonly title: string;
  /**
   * The files that may hold servers on this system. A last step `*.yaml` means all files of a folder with that ending.
   */
  userFiles(system: System): readonly string[];
  /** The same in a folder of a project, relative to it and with `/`. */
  readonly projectFiles: readonly string[];
  readonly parse: ParseText;
  /** The client replaces these in the texts of an entry before it starts the server. */
  readonly placeholder: RegExp;
  /**
   * The servers of a file, in their order; never throws. An entry that cannot be understood is `unknown`, never left
   * out. A list of another shape is also `unknown`: one server, named after the key of the list.
   */
  readServers(file: ParsedText): readonly ClientServer[];
}
