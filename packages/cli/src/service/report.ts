import { GuardError, safe, type DaemonStatus } from '@mcp-guard/core';
import type { CommandTools } from '../command.js';
import { readOwn } from './own-file.js';
import type { ServiceManager, ServiceState } from './service-manager.js';

/** The output of `service status --json`. */
export interface ServiceReport {
  readonly manager: ServiceManager['name'];
  /** The file of the service, absolute. */
  readonly file: string;
  readonly installed: boolean;
  /** The state that the manager reports; `null` if it cannot be asked. */
  readonly service: ServiceState | null;
  /** Why it cannot be asked. */
  readonly problem: string | null;
  /** The pid of the daemon that answers; `null` if none does. */
  readonly daemon: number | null;
}

export async function readService(
  tools: CommandTools,
  manager: ServiceManager,
  config: string,
): Promise<ServiceReport> {
  const installed = readOwn(manager.file) !== undefined;
  const state = await manager.state().catch((error: unknown) => GuardError.from(error));
  const daemon = await tools
    .control(config)
    .get<DaemonStatus>('/status')
    .catch(() => undefined);
  return {
    manager: manager.name,
    file: manager.file,
    installed,
    service: state instanceof GuardError ? null : state,
    problem: state instanceof GuardError ? state.message : null,
    daemon: daemon?.pid ?? null,
  };
}

export function describeService({ manager, file, installed, service, problem, daemon }: ServiceReport): string {
  if (!installed) return `no service is installed${daemon === null ? '' : `; a daemon runs (pid ${daemon})`}`;
  const state = service?.running ? `runs (pid ${service.pid})` : 'does not run';
  return [
    `service of ${manager}: ${service === null ? 'its state is not known' : state}`,
    `  file: ${safe(file, 500)}`,
    ...(problem === null ? [] : [`  ${safe(problem, 500)}`]),
    ...(service?.failure ? [`  it ended: ${safe(service.failure)}`] : []),
    ...(service && !service.enabled ? ['  it is not started at login: mcp-guard service install'] : []),
    ...(daemon !== null && service !== null && daemon !== service.pid
      ? [`  a daemon runs beside it (pid ${daemon}), started by a client or a command: mcp-guard service install`]
      : []),
  ].join('\n');
}
