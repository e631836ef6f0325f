/** Variables by which programs find, load or start others. */
const LOADS_CODE: readonly RegExp[] = [
  /^(?:PATH|PATHEXT|COMSPEC|SYSTEMROOT|WINDIR|LD_.*|DYLD_.*|LIBPATH|SHLIB_PATH|GCONV_PATH|OPENSSL_(?:CONF|MODULES|ENGINES))$/i, // the system
  /^(?:ENV|BASH_ENV|BASH_FUNC_.*|SHELLOPTS|BASHOPTS|SHELL|IFS|PS4|PROMPT_COMMAND|ZDOTDIR)$/i, // shells
  /^(?:NODE|NODE_.*|npm_config_.*|PNPM_.*|YARN_.*|COREPACK_.*|BUN_.*|DENO_.*|TS_NODE_.*|ELECTRON_.*|JSR_.*)$/i,
  /^(?:(?:VOLTA|NVM|FNM|ASDF|MISE|RTX|PROTO|NODENV|PYENV|RBENV)_.*|N_PREFIX)$/i, // which of several versions is started
  /^(?:PYTHON.*|UV_.*|PIP_.*|PIPX_.*|PDM_.*|POETRY_.*|VIRTUAL_ENV|CONDA_.*|HATCH_.*|RYE_.*|PIXI_.*)$/i,
  /^(?:RUBY.*|GEM_.*|BUNDLE_.*|PERL.*|PHPRC|PHP_INI_SCAN_DIR|LUA_C?PATH.*|R_(?:LIBS|PROFILE|ENVIRON).*)$/i,
  /^(?:CLASSPATH|_?JAVA_.*|JDK_.*|MAVEN_.*|GRADLE_.*|DOTNET_.*|CORECLR_.*|GO(?:PATH|ROOT|FLAGS|PROXY|TOOLCHAIN)|CARGO_.*|RUSTC.*|RUSTUP_.*)$/i,
  /^(?:GIT_(?:CONFIG.*|ASKPASS|SSH.*|EXEC_PATH|EDITOR|SEQUENCE_EDITOR|PAGER|PROXY_COMMAND|EXTERNAL_DIFF|TEMPLATE_DIR|DIR))$/i,
  /^(?:SSH_ASKPASS.*|SUDO_ASKPASS|EDITOR|VISUAL|PAGER|MANPAGER|LESSOPEN|LESSCLOSE|BROWSER)$/i, // what others start
  /^(?:DOCKER_.*|CONTAINERS?_.*|PODMAN_.*|BUILDAH_.*|XDG_(?:CONFIG|DATA)_.*)$/i, // whose settings name programs
  /^MCP_GUARD_(?!(?:FORWARD|API_KEY)$).*$/i, // whose servers
];

/** A variable of a server's environment decides which code runs, whatever its command line says. */
export const loadsCode = (variable: string): boolean => LOADS_CODE.some((names) => names.test(variable));

/** Programs find their settings, their caches and the packages beside them by these. */
const MOVES_HOME =
  /^(?:HOME|USERPROFILE|HOMEDRIVE|HOMEPATH|APPDATA|LOCALAPPDATA|PROGRAMDATA|XDG_.*|TMPDIR|TEMP|TMP|PWD|OLDPWD|INIT_CWD|PREFIX|DESTDIR)$/i;
/** These decide where programs fetch from, and what they trust. */
const MOVES_TRAFFIC =
  /^(?:\w{1,16}_PROXY|SSL_CERT_(?:FILE|DIR)|SSLKEYLOGFILE|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|\w{1,32}_CA_(?:FILE|CERT|BUNDLE))$/i;

/** A client may set any variable of a server but those that decide what runs, or what `~` means to the rules. */
export const isForClients = (variable: string): boolean => !loadsCode(variable) && !MOVES_HOME.test(variable);

/** A variable may change what one and the same command line runs, in whatever way. */
export const decidesLaunch = (variable: string): boolean => !isForClients(variable) || MOVES_TRAFFIC.test(variable);
