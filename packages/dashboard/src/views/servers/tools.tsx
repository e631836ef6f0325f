import type { EditWish, ServerDetail, ToolView } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Said } from '../../parts/said.js';
import { Table, type TableColumn } from '../../parts/table.js';
import { useEdits, type Edits } from '../edits/use-edits.js';

const WORDS: Readonly<Record<ToolView['may'], readonly [word: string, tone: string]>> = {
  allowed: ['allowed', 'good'],
  denied: ['denied', 'bad'],
  asks: ['needs a person', 'warn'],
};

/** Far more than one looks through without the filter. */
const MAX_SHOWN = 300;

const COLUMNS: readonly TableColumn[] = ['Tool, what it does', 'May be called, by which rule'];

type Verb = Extract<EditWish, { kind: 'tool' }>['verb'];

/** The edits that change anything; three dots for one that allows more, and is shown before. */
const VERBS: Readonly<Record<ToolView['may'], readonly (readonly [verb: Verb, words: string])[]>> = {
  allowed: [
    ['ask', 'Ask'],
    ['deny', 'Deny'],
  ],
  asks: [
    ['allow', 'Allow…'],
    ['deny', 'Deny'],
  ],
  denied: [['allow', 'Allow…']],
};

const PRESETS: readonly (readonly [id: string, words: string])[] = [
  ['careful', 'Ask before changes…'],
  ['read-only', 'Only what reads…'],
];

interface ToolsProps {
  readonly server: ServerDetail;
  /** The tools to begin with. */
  readonly wanted: string;
  /** The rules have changed. */
  readonly onEdited: () => void;
}

/** Shows what may be called, and which rule says so; and changes that. */
export function Tools({ server, wanted: first, onEdited }: ToolsProps): JSX.Element {
  const { everyTool, roles } = server;
  const [wanted, setWanted] = useState(first);
  const edits = useEdits(onEdited);
  const found = everyTool.filter(({ name, does, may }) =>
    `${name} ${does} ${WORDS[may][0]}`.toLowerCase().includes(wanted.toLowerCase()),
  );
  return (
    <section aria-labelledby="tools">
      <h3 id="tools">Tools</h3>
      {roles.length > 0 && (
        <p class="dim">
          roles: <Said text={roles.join(', ')} />
        </p>
      )}
      {everyTool.length === 0 ? (
        <p class="dim">No rule names a tool, and none was listed yet. Restart the client that uses this server.</p>
      ) : (
        <>
          <div class="row value-filters">
            <label class="tool-filter">
              Filter
              <input type="search" value={wanted} onInput={({ currentTarget }) => setWanted(currentTarget.value)} />
            </label>
            {edits.canEdit &&
              PRESETS.map(([preset, words]) => (
                <button
                  key={preset}
                  type="button"
                  onClick={() => edits.send({ kind: 'preset', preset, server: server.name }, true)}
                >
                  {words}
                </button>
              ))}
          </div>
          {edits.outcome}
          <Table label="Table of tools" columns={COLUMNS}>
            {found.slice(0, MAX_SHOWN).map((tool) => (
              <ToolRow key={tool.name} server={server.name} tool={tool} edits={edits} />
            ))}
          </Table>
          {found.length > MAX_SHOWN && <p class="dim">and {found.length - MAX_SHOWN} more</p>}
        </>
      )}
    </section>
  );
}

/** Without the parts that all rules of one server have: `mcp-guard.yaml:14:13 denied_tools[0]`. */
const shorten = (rule: string, server: string): string =>
  rule.replace(` servers.${server}.policy.`, ' ').replace(' permissions.', ' ');

interface ToolRowProps {
  readonly server: string;
  readonly tool: ToolView;
  readonly edits: Edits;
}

function ToolRow({ server, tool: { name, isWhole, does, may, rule }, edits }: ToolRowProps): JSX.Element {
  const [word, tone] = WORDS[may];
  return (
    <tr>
      <th scope="row">
        <Said text={name} max={80} />
        <small>{does}</small>
      </th>
      <td>
        <div class="row may">
          <div>
            <span class={`badge ${tone}`}>{word}</span>
            <small>{rule === null ? 'by default' : <Said text={shorten(rule, server)} max={200} />}</small>
          </div>
          {isWhole && (
            <div class="change">
              {VERBS[may].map(([verb, words]) => (
                <button
                  key={verb}
                  type="button"
                  class="small"
                  disabled={!edits.canEdit}
                  aria-label={`${words} ${name.slice(0, 80)}`}
                  onClick={() => edits.send({ kind: 'tool', verb, server, tool: name })}
                >
                  {words}
                </button>
              ))}
            </div>
          )}
        </div>
      </td>
    </tr>
  );
}
