/**
 * The script that a shell loads. It asks `mcp-guard complete` for candidates, one a line, and takes them as text:
 * nothing in them is expanded.
 */
export const SHELLS: ReadonlyMap<string, string> = new Map([
  [
    'bash',
    `# mcp-guard completion bash >> ~/.bashrc
_mcp_guard() {
  local candidate
  COMPREPLY=()
  while IFS= read -r candidate; do
    COMPREPLY+=("$candidate")
  done < <(mcp-guard complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _mcp_guard mcp-guard`,
  ],
  [
    'zsh',
    `#compdef mcp-guard
# mcp-guard completion zsh > "\${fpath[1]}/_mcp-guard"
_mcp_guard() {
  local -a candidates
  candidates=("\${(@f)$(mcp-guard complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  candidates=("\${(@)candidates:#}")
  if (( $#candidates )); then compadd -a candidates; else _files; fi
}
if [[ $funcstack[1] == _mcp-guard ]]; then _mcp_guard "$@"; else compdef _mcp_guard mcp-guard; fi`, // loaded by a first TAB, or by a line of .zshrc
  ],
  [
    'fish',
    `# mcp-guard completion fish > ~/.config/fish/completions/mcp-guard.fish
function __mcp_guard
  mcp-guard complete -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null
end
complete -c mcp-guard -f -a '(__mcp_guard)'
complete -c mcp-guard -F -n 'test -z "$(__mcp_guard)"'`,
  ],
]);
