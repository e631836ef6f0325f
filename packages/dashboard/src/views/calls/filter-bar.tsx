import { OUTCOMES, type CallView } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { LAST, type Field, type Filters } from './filters.js';

interface FilterBarProps {
  readonly filters: Filters;
  /** The names to choose from come from these calls. */
  readonly calls: readonly CallView[];
  readonly onChange: (filters: Filters) => void;
}

const WAIT = 300;
/** The most names to choose from, and the most calls that are looked through for them. */
const MAX_NAMES = 40;
const MAX_LOOKED = 500;

const WORDS: Readonly<Record<string, string>> = {
  '15m': '15 minutes',
  '1h': 'hour',
  '24h': '24 hours',
  '7d': '7 days',
  '30d': '30 days',
};

/** Narrows the list. A change counts once the typing stops. */
export function FilterBar({ filters, calls, onChange }: FilterBarProps): JSX.Element {
  const [isWhole, setWhole] = useState(false);
  const [shown, change] = useDrafts(filters, onChange);
  const names = useMemo(() => namesOf(calls), [calls.length === 0, filters]);
  const parts = { shown, change };
  return (
    <form
      class={isWhole ? 'filters whole' : 'filters'}
      role="search"
      aria-label="Calls"
      onSubmit={(event) => event.preventDefault()}
    >
      <TextFilter {...parts} field="q" label="Search" />
      <ChoiceFilter {...parts} field="outcome" label="Outcome" all="any" words={OUTCOMES} />
      <TextFilter {...parts} field="server" label="Server" names={names.server} />
      {(names.user.length > 1 || filters.user !== undefined) && (
        <TextFilter {...parts} field="user" label="User" names={names.user} />
      )}
      <TextFilter {...parts} field="target" label="Tool" />
      <TextFilter {...parts} field="method" label="Method" names={names.method} />
      <ChoiceFilter {...parts} field="last" label="Time range" all="all" words={LAST} />
      <button type="button" onClick={() => onChange({})} disabled={Object.keys(filters).length === 0}>
        Clear
      </button>
      <button type="button" class="more" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
        {isWhole ? 'Fewer filters' : 'More filters'}
      </button>
    </form>
  );
}

type Change = (field: Field, text: string, wait: number) => void;

/** A draft stays as it was typed, however often the list is drawn, until it counts. */
function useDrafts(filters: Filters, onChange: (filters: Filters) => void): readonly [Filters, Change] {
  const [, draw] = useState({});
  const drafts = useRef<Filters>({});
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const change: Change = (field, text, wait) => {
    drafts.current = { ...drafts.current, [field]: text };
    draw({});
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const next = { ...filters, ...drafts.current };
      drafts.current = {};
      onChange(next);
    }, wait);
  };
  return [{ ...filters, ...drafts.current }, change];
}

interface FilterProps {
  readonly field: Field;
  readonly label: string;
  readonly shown: Filters;
  readonly change: Change;
}

const TextFilter = ({
  field,
  label,
  shown,
  change,
  names,
}: FilterProps & { readonly names?: readonly string[] }): JSX.Element => (
  <label>
    {label}
    <input
      type={field === 'q' ? 'search' : 'text'}
      value={shown[field] ?? ''}
      maxLength={200}
      autocomplete="off"
      spellcheck={false}
      list={names && `names-${field}`}
      onInput={({ currentTarget }) => change(field, currentTarget.value, WAIT)}
    />
    {names && (
      <datalist id={`names-${field}`}>
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    )}
  </label>
);

interface ChoiceFilterProps extends FilterProps {
  readonly all: string;
  readonly words: readonly string[];
}

const ChoiceFilter = ({ field, label, shown, change, all, words }: ChoiceFilterProps): JSX.Element => (
  <label>
    {label}
    <select value={shown[field] ?? ''} onChange={({ currentTarget }) => change(field, currentTarget.value, 0)}>
      <option value="">{all}</option>
      {words.map((word) => (
        <option key={word} value={word}>
          {WORDS[word] ?? word}
        </option>
      ))}
    </select>
  </label>
);

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
