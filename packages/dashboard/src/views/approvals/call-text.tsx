import type { ApprovalDetail, CallText } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { toCallValues, type CallValue } from './call-values.js';

interface CallTextListProps {
  readonly label: string;
  readonly values: readonly CallText[];
}

/** More are drawn on a click. */
const MAX_DRAWN = 200;

/** Shows all that a call says. */
export const CallWords = ({ detail }: { readonly detail: ApprovalDetail }): JSX.Element => (
  <>
    {detail.arguments.length === 0 ? (
      <p class="dim">The call has no arguments.</p>
    ) : (
      <CallTextList label="Arguments" values={detail.arguments} />
    )}
    {detail.beside.length > 0 && (
      <>
        <h4>Sent beside them</h4>
        <CallTextList label="Sent beside the arguments" values={detail.beside} />
      </>
    )}
  </>
);

/** Every value, with nothing cut off. */
function CallTextList({ label, values }: CallTextListProps): JSX.Element {
  const [isWhole, setWhole] = useState(false);
  const shown = useMemo(() => toCallValues(values), [values]);
  const rest = isWhole ? 0 : shown.length - MAX_DRAWN;
  return (
    <>
      <div class="values" tabIndex={0} role="region" aria-label={label}>
        <dl class="facts">
          {shown.slice(0, isWhole ? shown.length : MAX_DRAWN).map((value) => [
            <dt key={value.name} class="mono">
              <bdi>{value.name}</bdi>
            </dt>,
            <dd key={`${value.name} is`}>
              <Value value={value} />
            </dd>,
          ])}
        </dl>
      </div>
      {rest > 0 && (
        <button type="button" class="warn" onClick={() => setWhole(true)}>
          {rest} more are not shown yet: show them
        </button>
      )}
    </>
  );
}

const Value = ({ value }: { readonly value: CallValue }): JSX.Element =>
  value.kind === 'text' ? (
    <pre>{value.text}</pre>
  ) : (
    <pre class="diff">
      {value.lines.map(({ sign, text }, at) => {
        const Line = sign === '-' ? 'del' : sign === '+' ? 'ins' : 'span';
        return (
          <Line key={at}>
            {sign} {text}
          </Line>
        );
      })}
    </pre>
  );
