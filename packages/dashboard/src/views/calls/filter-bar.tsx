import type { CallView } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { LAST, OUTCOMES, type Field, type Filters } from './filters.js';

interface FilterBarProps {
  readonly filters: Filters;
  /** Where the names to choose from come from. */
  readonly calls: readonly CallView[];
  readonly onChange: (filters: Filters) => void;
}

const WAIT = 300;
/** Of names to choose from, and of calls that are looked through for them. */
const MAX_NAMES = 40;
const MAX_LOOKED = 500;

const WORDS: Readonly<Record<string, string>> = {
  allow: 'allowed',
  redact: 'redacted',
  block: 'refused',
  hold: 'held',
  '15m': '15 minutes',
  '1h': 'hour',
  '24h': '24 hours',
  '7d': '7 days',
};

/** What the list is narrowed to. A change counts once the typing stops. */
export function FilterBar({ filters, calls, onChange }: FilterBarProps): JSX.Element {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const names = useMemo(() => namesOf(calls), [calls.length === 0, filters]);

  const change = (field: Field, text: string, wait: number): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onChange({ ...filters, [field]: text.trim() }), wait);
  };
  const text = (field: Field, label: string, listed?: readonly string[]): JSX.Element => (
    <label>
      {label}
      <input
        type={field === 'q' ? 'search' : 'text'}
        value={filters[field] ?? ''}
        maxLength={500}
        autocomplete="off"
        spellcheck={false}
        list={listed && `names-${field}`}
        onInput={({ currentTarget }) => change(field, currentTarget.value, WAIT)}
      />
      {listed && (
        <datalist id={`names-${field}`}>
          {listed.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      )}
    </label>
  );
  const choice = (field: Field, label: string, all: string, words: readonly string[]): JSX.Element => (
    <label>
      {label}
      <select value={filters[field] ?? ''} onChange={({ currentTarget }) => change(field, currentTarget.value, 0)}>
        <option value="">{all}</option>
        {words.map((word) => (
          <option key={word} value={word}>
            {WORDS[word] ?? word}
          </option>
        ))}
      </select>
    </label>
  );

  return (
    <form class="filters" role="search" aria-label="Calls" onSubmit={(event) => event.preventDefault()}>
      {text('q', 'Search')}
      {choice('outcome', 'Outcome', 'any', OUTCOMES)}
      {text('server', 'Server', names.server)}
      {text('user', 'User', names.user)}
      {text('target', 'Tool')}
      {text('method', 'Method', names.method)}
      {choice('last', 'Of the last', 'all', LAST)}
      <button type="button" onClick={() => onChange({})} disabled={Object.keys(filters).length === 0}>
        Clear
      </button>
    </form>
  );
}

function namesOf(calls: readonly CallView[]): Readonly<Record<'server' | 'user' | 'method', readonly string[]>> {
  const looked = calls.slice(0, MAX_LOOKED);
  return {
    server: distinct(looked.map(({ server }) => server)),
    user: distinct(looked.map(({ user }) => user)),
    method: distinct(looked.map(({ method }) => method)),
  };
}

const distinct = (names: readonly (string | null)[]): readonly string[] =>
  [...new Set(names.filter((name) => name !== null))].toSorted().slice(0, MAX_NAMES);
