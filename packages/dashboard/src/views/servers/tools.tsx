import type { ServerDetail, ToolView } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Said } from '../../parts/said.js';
import { Table, type TableColumn } from '../../parts/table.js';

const WORDS: Readonly<Record<ToolView['may'], readonly [word: string, tone: string]>> = {
  allowed: ['allowed', 'good'],
  denied: ['denied', 'bad'],
  asks: ['needs a person', 'warn'],
};

/** Far more than one looks through without the filter. */
const MAX_SHOWN = 300;

const COLUMNS: readonly TableColumn[] = ['Tool', 'May be called, by which rule'];

/** Shows what may be called, and which rule says so. */
export function Tools({ server: { everyTool, roles } }: { readonly server: ServerDetail }): JSX.Element {
  const [wanted, setWanted] = useState('');
  const found = everyTool.filter(({ name, may }) =>
    `${name} ${WORDS[may][0]}`.toLowerCase().includes(wanted.toLowerCase()),
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
        <p class="dim">No rule names a tool, and none was listed yet.</p>
      ) : (
        <>
          <label class="tool-filter">
            Filter
            <input type="search" value={wanted} onInput={({ currentTarget }) => setWanted(currentTarget.value)} />
          </label>
          <Table label="Table of tools" columns={COLUMNS}>
            {found.slice(0, MAX_SHOWN).map((tool) => (
              <ToolRow key={tool.name} tool={tool} />
            ))}
          </Table>
          {found.length > MAX_SHOWN && <p class="dim">and {found.length - MAX_SHOWN} more</p>}
        </>
      )}
    </section>
  );
}

function ToolRow({ tool: { name, may, rule } }: { readonly tool: ToolView }): JSX.Element {
  const [word, tone] = WORDS[may];
  return (
    <tr>
      <th scope="row">
        <Said text={name} max={80} />
      </th>
      <td>
        <span class={`badge ${tone}`}>{word}</span>
        <small>{rule === null ? 'by default' : <Said text={rule} max={200} />}</small>
      </td>
    </tr>
  );
}
