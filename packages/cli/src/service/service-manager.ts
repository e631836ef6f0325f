import type { ServiceLaunch } from './service-launch.js';

/** The state of the service, as its manager reports it. */
export interface ServiceState {
  /** It is started when the user logs in. */
  readonly enabled: boolean;
  readonly running: boolean;
  /** The pid of its process; `null` if none runs. */
  readonly pid: number | null;
  /** Why it does not run although it should; `null` if there is nothing to say. */
  readonly failure: string | null;
}

/**
 * A manager starts programs for a user, and starts them again. Its calls end within a minute or throw
 * DAEMON_UNAVAILABLE.
 */
export interface ServiceManager {
  readonly name: 'systemd' | 'launchd';
  /** The file of the service, absolute. */
  readonly file: string;
  /** The text of the service's file; `MARK` is a part. Throws CONFIG_INVALID for a path that cannot stand there. */
  readonly toText: (launch: ServiceLaunch) => string;
  /** Throws DAEMON_UNAVAILABLE with what to do if it cannot be asked here. */
  readonly insist: () => Promise<void>;
  /** Reads the file again, starts the service now and at each login. */
  readonly start: () => Promise<void>;
  /** Stops the service, now and for later. */
  readonly stop: () => Promise<void>;
  /** The file is gone. */
  readonly forget: () => Promise<void>;
  readonly state: () => Promise<ServiceState>;
  /** Further steps that the user may want to take; empty if all is well. */
  readonly advice: () => readonly string[];
}

/** The machine that a manager is on. */
export interface ServiceSystem {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly userHome: string;
  readonly user: string;
  readonly uid: number;
  /** The folders with programs of the system. */
  readonly folders: readonly string[];
}

/** Stands in every file that we write: no other file is changed or removed. */
export const MARK = 'Written by mcp-guard service install; mcp-guard service uninstall removes it.';
