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
  const [isOwn, setOwn] = useState(true);
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
          only what is set
        </label>
      </div>
      {found.length === 0 ? (
        <Empty>
          {words.length > 0 ? 'No value matches.' : 'The configuration sets nothing: all values are defaults.'}
        </Empty>
      ) : (
        groupOf(found).map(([name, group]) => (
          <ValueGroup key={name} name={name} values={group} isOpen={words.length > 0} />
        ))
      )}
    </section>
  );
}

type Group = readonly [name: string, values: readonly PolicyValue[]];

const SERVER = /^servers\.("[^"]*"|[^.[]+)/;

/** The values of each server together, then those that concern all of them. */
function groupOf(values: readonly PolicyValue[]): readonly Group[] {
  const groups = new Map<string, PolicyValue[]>();
  for (const value of values) {
    const name = SERVER.exec(value.key)?.[1] ?? EVERYWHERE;
    groups.set(name, [...(groups.get(name) ?? []), value]);
  }
  return [...groups].toSorted(([a], [b]) => Number(a === EVERYWHERE) - Number(b === EVERYWHERE));
}

const EVERYWHERE = 'All servers and the daemon';

interface ValueGroupProps {
  readonly name: string;
  readonly values: readonly PolicyValue[];
  readonly isOpen: boolean;
}

const ValueGroup = ({ name, values, isOpen }: ValueGroupProps): JSX.Element => (
  <details class="raw" open={isOpen}>
    <summary>
      <Said text={name} max={80} /> <span class="dim">{values.length}</span>
    </summary>
    <Table label={`Values of ${name.slice(0, 80)}`} kind="values-table" columns={COLUMNS}>
      {values.slice(0, MAX_SHOWN).map((value) => (
        <ValueRow key={value.key} value={value} />
      ))}
    </Table>
    {values.length > MAX_SHOWN && <p class="dim">and {values.length - MAX_SHOWN} more; the filter narrows them</p>}
  </details>
);

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
