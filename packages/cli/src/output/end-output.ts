import { ERRORS } from '@mcp-guard/core';

/** Ends the program, which cannot write any more: quietly if its reader is gone, as behind `| head`, else as a failure. */
export function endOutput(error: Error, note: (text: string) => void): never {
  const why = 'code' in error ? String(error.code) : error.message;
  if (why === 'EPIPE') process.exit();
  note(`mcp-guard: the output cannot be written (${why}); it is not complete`);
  process.exit(ERRORS.INTERNAL.exit);
}
