/** Variables by which programs find or load others. */
const LOADS_CODE =
  /^(PATH|ENV|BASH_ENV|SHELLOPTS|LD_.*|DYLD_.*|NODE_.*|npm_config_.*|BUN_.*|DENO_.*|UV_.*|PIP_.*|PYTHON.*|RUBY.*|PERL5.*|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|DOTNET_.*)$/i;

/** Whether a variable of a server's environment decides which code runs, whatever its command line says. */
export const loadsCode = (variable: string): boolean => LOADS_CODE.test(variable);
