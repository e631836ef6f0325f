/** Variables by which programs find, load or start others. */
const LOADS_CODE: readonly RegExp[] = [
  /^(?:PATH|LD_.*|DYLD_.*|LIBPATH|SHLIB_PATH|GCONV_PATH|OPENSSL_(?:CONF|MODULES|ENGINES))$/i, // the system
  /^(?:ENV|BASH_ENV|BASH_FUNC_.*|SHELLOPTS|BASHOPTS|SHELL|IFS|PS4|PROMPT_COMMAND|ZDOTDIR)$/i, // shells
  /^(?:NODE_.*|npm_config_.*|PNPM_.*|YARN_.*|COREPACK_.*|BUN_.*|DENO_.*|TS_NODE_.*|ELECTRON_.*)$/i,
  /^(?:PYTHON.*|UV_.*|PIP_.*|PIPX_.*|PDM_.*|POETRY_.*|VIRTUAL_ENV|CONDA_.*)$/i,
  /^(?:RUBY.*|GEM_.*|BUNDLE_.*|PERL.*|PHPRC|PHP_INI_SCAN_DIR|LUA_C?PATH.*|R_(?:LIBS|PROFILE|ENVIRON).*)$/i,
  /^(?:CLASSPATH|_?JAVA_.*|JDK_.*|MAVEN_.*|GRADLE_.*|DOTNET_.*|CORECLR_.*|GO(?:PATH|ROOT|FLAGS|PROXY|TOOLCHAIN)|CARGO_.*|RUSTC.*|RUSTUP_.*)$/i,
  /^(?:GIT_(?:CONFIG.*|ASKPASS|SSH.*|EXEC_PATH|EDITOR|SEQUENCE_EDITOR|PAGER|PROXY_COMMAND|EXTERNAL_DIFF|TEMPLATE_DIR|DIR))$/i,
  /^(?:SSH_ASKPASS.*|SUDO_ASKPASS|EDITOR|VISUAL|PAGER|MANPAGER|LESSOPEN|LESSCLOSE|BROWSER)$/i, // what others start
  /^(?:DOCKER_(?:HOST|CONFIG|CONTEXT)|XDG_(?:CONFIG|DATA)_.*)$/i, // whose settings name programs
  /^MCP_GUARD_(?!(?:FORWARD|API_KEY)$).*$/i, // whose servers
];

/** Whether a variable of a server's environment decides which code runs, whatever its command line says. */
export const loadsCode = (variable: string): boolean => LOADS_CODE.some((names) => names.test(variable));
