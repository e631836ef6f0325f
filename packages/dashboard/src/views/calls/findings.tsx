import type { RowView } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { Said } from '../../parts/said.js';
import { Table, type TableColumn } from '../../parts/table.js';

const ACTIONS = { block: 'refused', redact: 'redacted', warn: 'let pass' } as const;
const MAX_SHOWN = 100;

const COLUMNS: readonly TableColumn[] = ['Type', 'Where', 'Action', ['Confidence', 'number']];

/** Shows what was found in the messages, never the value. */
export function Findings({ rows }: { readonly rows: readonly RowView[] }): JSX.Element | null {
  const found = rows.flatMap(({ direction, findings }) => findings.map((finding) => ({ direction, finding })));
  if (found.length === 0) return null;
  return (
    <section aria-labelledby="findings">
      <h3 id="findings">Findings</h3>
      <Table label="Table of findings" columns={COLUMNS}>
        {found.slice(0, MAX_SHOWN).map(({ direction, finding }, at) => (
          <tr key={at}>
            <th scope="row">
              <Said text={finding.type} max={60} />
              {(finding.count ?? 1) > 1 && <span class="dim"> × {finding.count}</span>}
            </th>
            <td>
              <code>
                <Said text={finding.path} max={160} />
              </code>
              <small>
                {direction === 'toClient' ? 'to the client' : 'to the server'}
                {finding.view !== 'text' && (
                  <>
                    , read from <Said text={finding.view} max={60} />
                  </>
                )}
              </small>
            </td>
            <td>{ACTIONS[finding.action]}</td>
            <td class="number">{Math.round(finding.confidence * 100)} %</td>
          </tr>
        ))}
      </Table>
      {found.length > MAX_SHOWN && <p class="dim">and {found.length - MAX_SHOWN} more</p>}
    </section>
  );
}
