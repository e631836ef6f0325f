/** What a refusal by the guard has in common, whatever it says. */
export const refused = (id: unknown, code = 'POLICY_DENIED') => ({
  id,
  error: { data: { source: 'mcp-guard', code } },
});

/** The reason alone in the sentence of a refusal, of its first line. */
export const reasonIn = (message: string | undefined): string | undefined =>
  /^mcp-guard(?: refused this)?: ([^\n]*?)(?: \(record \d+\))?(?:\n|$)/u.exec(message ?? '')?.[1];
