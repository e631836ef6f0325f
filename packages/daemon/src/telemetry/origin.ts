import type { HrTime } from '@opentelemetry/api';
import { resourceFromAttributes, type Resource } from '@opentelemetry/resources';

/** The source of everything that is sent. */
export interface TelemetrySource {
  readonly resource: Resource;
  readonly scope: { readonly name: string; readonly version: string };
}

export const toOrigin = (version: string): TelemetrySource => ({
  resource: resourceFromAttributes({ 'service.name': 'mcp-guard', 'service.version': version }),
  scope: { name: 'mcp-guard', version },
});

/** @param at Unix milliseconds */
export function toTime(at: number): HrTime {
  const seconds = Math.floor(at / 1000);
  return [seconds, Math.round((at - seconds * 1000) * 1e6)];
}
