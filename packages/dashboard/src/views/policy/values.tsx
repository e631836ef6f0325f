import type { PolicyValue } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { CopyButton } from '../../parts/copy-button.js';
import { Said } from '../../parts/said.js';
import { Empty } from '../../parts/loaded-view.js';
import { Table, type TableColumn } from '../../parts/table.js';

/** More are found with the filter. */
const MAX_SHOWN = 400;

const COLUMNS: readonly TableColumn[] = ['Key', 'Value', 'From'];

/** Each value with its origin; a filter narrows them by key, value or origin. */
export function Values({ values }: { readonly values: readonly PolicyValue[] }): JSX.Element {
  const [wanted, setWanted] = useState('');
  const [isOwn, setOwn] = useState(false);
  const words = wanted.toLowerCase().split(' ').filter(Boolean);
  const found = values.filter(({ key, value, from }) => {
    const text = `${key} ${value} ${from}`.toLowerCase();
    return words.every((word) => text.includes(word)) && !(isOwn && from === 'default');
  });
  return (
    <section class="panel" aria-labelledby="values">
      <div class="headline">
        <h2 id="values">
          Values <span class="dim">{found.length}</span>
        </h2>
      </div>
      <div class="row value-filters">
        <label>
          Filter
          <input type="search" value={wanted} onInput={({ currentTarget }) => setWanted(currentTarget.value)} />
        </label>
        <label class="check">
          <input type="checkbox" checked={isOwn} onChange={({ currentTarget }) => setOwn(currentTarget.checked)} />
          without defaults
        </label>
      </div>
      {found.length === 0 ? (
        <Empty>No value matches.</Empty>
      ) : (
        <Table label="Table of values" kind="values-table" columns={COLUMNS}>
          {found.slice(0, MAX_SHOWN).map((value) => (
            <ValueRow key={value.key} value={value} />
          ))}
        </Table>
      )}
      {found.length > MAX_SHOWN && <p class="dim">and {found.length - MAX_SHOWN} more; the filter narrows them</p>}
    </section>
  );
}

const ValueRow = ({ value: { key, value, from } }: { readonly value: PolicyValue }): JSX.Element => (
  <tr>
    <th scope="row" class="mono">
      <Said text={key} max={200} />
    </th>
    <td class="mono">
      <Said text={value} max={300} />
    </td>
    <td>
      <span class={from === 'default' ? 'dim' : 'row'}>
        <Said text={from} max={200} />
        {from !== 'default' && <CopyButton text={from} label="Copy the place" />}
      </span>
    </td>
  </tr>
);
