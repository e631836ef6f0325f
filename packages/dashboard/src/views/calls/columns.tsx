import { safe, type CallView } from '@mcp-guard/core/page';
import type { ComponentChild, JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { toLatency } from '../../parts/words.js';

/** A column that a person can leave out. */
export interface CallColumn {
  readonly id: string;
  readonly title: string;
  /** Classes of its cells. */
  readonly kind: string;
  readonly text: (call: CallView) => string;
  /** The whole of a text that may be cut. */
  readonly whole?: (call: CallView) => string | null;
}

const NONE = '–';
const MAX_NAME = 64;

/** In their order, behind the time, the name and the outcome, which always stay. */
export const COLUMNS: readonly CallColumn[] = [
  { id: 'server', title: 'Server', kind: 'wide', text: ({ server }) => safe(server ?? NONE, MAX_NAME) },
  { id: 'client', title: 'Client', kind: 'wide', text: ({ client }) => safe(client ?? NONE, MAX_NAME) },
  { id: 'user', title: 'User', kind: 'wide', text: ({ user }) => safe(user ?? NONE, MAX_NAME) },
  {
    id: 'why',
    title: 'Why',
    kind: 'wide because',
    text: ({ reason }) => safe(reason ?? '', 160),
    whole: ({ reason }) => (reason === null ? null : safe(reason, 500)),
  },
  { id: 'took', title: 'Took', kind: 'number wide', text: ({ answer }) => (answer ? toLatency(answer.waitedMs) : '') },
  { id: 'findings', title: 'Findings', kind: 'wide types', text: ({ types }) => safe(types.join(', '), 80) },
];

const KEY = 'mcp-guard-columns';
/** Calls that are looked through for a second user. */
const MAX_LOOKED = 500;

/** Ids, as they were chosen last; nothing if they never were. What is not known is left out. */
function readChosen(storage: Storage): readonly string[] | undefined {
  const kept = storage.getItem(KEY)?.split(' ');
  return kept && COLUMNS.map(({ id }) => id).filter((id) => kept.includes(id));
}

export interface ChosenColumns {
  readonly columns: readonly CallColumn[];
  /** Without ids it is as usual, which leaves the user out where there is only one. */
  readonly choose: (ids: readonly string[] | undefined) => void;
}

/** The columns of this browser. */
export function useColumns(calls: readonly CallView[]): ChosenColumns {
  const [chosen, setChosen] = useState(() => readChosen(localStorage));
  const hasUsers = useMemo(() => new Set(calls.slice(0, MAX_LOOKED).map(({ user }) => user)).size > 1, [calls]);
  const columns = useMemo(
    () => COLUMNS.filter(({ id }) => (chosen ? chosen.includes(id) : id !== 'user' || hasUsers)),
    [chosen, hasUsers],
  );
  return {
    columns,
    choose(ids) {
      if (ids) localStorage.setItem(KEY, ids.join(' '));
      else localStorage.removeItem(KEY);
      setChosen(ids);
    },
  };
}

/** Chooses the columns; remembered in this browser. */
export function ColumnChoice({ columns, choose }: ChosenColumns): JSX.Element {
  const shown = new Set(columns.map(({ id }) => id));
  const change = (id: string, isOn: boolean): void =>
    choose(COLUMNS.map((each) => each.id).filter((each) => (each === id ? isOn : shown.has(each))));
  return (
    <details class="columns">
      <summary class="button">Columns</summary>
      <div class="panel stack" role="group" aria-label="Columns that are shown">
        {COLUMNS.map(({ id, title }) => (
          <label key={id} class="check">
            <input
              type="checkbox"
              checked={shown.has(id)}
              onChange={({ currentTarget }) => change(id, currentTarget.checked)}
            />
            {title}
          </label>
        ))}
        <button type="button" onClick={() => choose(undefined)}>
          As usual
        </button>
      </div>
    </details>
  );
}

/** The cell of a call in a column. */
export const toCell = ({ id, kind, text, whole }: CallColumn, call: CallView): ComponentChild => (
  <td key={id} class={kind} title={whole?.(call) ?? undefined}>
    {text(call)}
  </td>
);
