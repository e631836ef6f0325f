/** What a refusal by the guard has in common, whatever it says. */
export const refused = (id: unknown, code = 'POLICY_DENIED') => ({
  id,
  error: { data: { source: 'mcp-guard', code } },
});
