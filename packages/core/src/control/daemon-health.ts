/** `GET /health` */
export interface DaemonHealth {
  readonly healthy: boolean;
  readonly reasons: readonly string[];
}
