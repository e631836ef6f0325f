import type { Hint } from '@mcp-guard/core/page';
/** A request that the daemon refused, or that did not reach it (`status` 0). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  /** A hint of the daemon; `null` if it has none. */
  readonly hint: Hint | null;

  constructor(status: number, message: string, hint: Hint | null = null) {
    super(message);
    this.status = status;
    this.hint = hint;
  }

  static from(thrown: unknown): ApiError {
    return thrown instanceof ApiError ? thrown : new ApiError(0, 'the page has failed; load it again');
  }
}
