import { GuardError, safe, safeJson, type DaemonHealth } from '@mcp-guard/core';
import type { CommandTools, ConfigOption } from '../command.js';

/** Says whether the daemon runs and records; sets the exit code 1 if not. */
export async function checkHealth(
  tools: CommandTools,
  { config, json }: ConfigOption & { readonly json?: true },
): Promise<void> {
  const report = await tools
    .control(tools.findConfig(config))
    .get<DaemonHealth>('/health')
    .catch((error: unknown): DaemonHealth => ({ healthy: false, reasons: [GuardError.from(error).message] }));
  const words = report.healthy ? 'healthy' : `unhealthy: ${report.reasons.map((reason) => safe(reason)).join('; ')}`;
  tools.print(json ? safeJson(report) : words);
  if (!report.healthy) tools.setExit(1);
}
