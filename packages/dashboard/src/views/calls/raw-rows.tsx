import { safeJson, type RowView } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { CopyButton } from '../../parts/copy-button.js';
import { Moment } from '../../parts/moment.js';
import { Said } from '../../parts/said.js';
import { toLatency, toSize } from '../../parts/words.js';

/** The rows of the record as they stand there. */
export const RawRows = ({ rows }: { readonly rows: readonly RowView[] }): JSX.Element => (
  <section aria-labelledby="rows">
    <h3 id="rows">Rows of the record</h3>
    {rows.map((row) => (
      <RawRow key={row.seq} row={row} />
    ))}
  </section>
);

function RawRow({ row }: { readonly row: RowView }): JSX.Element {
  const { seq, at, kind, shape, direction, outcome, warn, code, rule, detail, rpcId } = row;
  const facts: readonly (readonly [string, string | null])[] = [
    ['direction', direction === null ? null : direction === 'toServer' ? 'to the server' : 'to the client'],
    ['outcome', warn ? `${outcome ?? '-'}, with a warning` : outcome],
    ['method', row.method],
    ['target', row.target],
    ['id', rpcId],
    ['code', code],
    ['rule', rule],
    ['detail', detail],
    [
      'bytes',
      row.bytesIn === row.bytesOut ? toSize(row.bytesIn) : `${toSize(row.bytesIn)} in, ${toSize(row.bytesOut)} out`,
    ],
    ['in the guard', toLatency(row.guardUs / 1000)],
    ['waited', row.waitedMs === null ? null : toLatency(row.waitedMs)],
    ['hash', row.hash],
  ];
  return (
    <details class="raw">
      <summary>
        {seq} <Said text={`${kind} ${shape}`.trim()} max={60} /> <Moment at={at} />
      </summary>
      <dl class="facts">
        {facts.map(
          ([name, text]) =>
            text !== null && [
              <dt key={name}>{name}</dt>,
              <dd key={`${name}-is`} class="mono">
                <Said text={text} max={500} />
              </dd>,
            ],
        )}
      </dl>
      <p class="row end">
        <CopyButton text={safeJson(row)} label={`Copy row ${seq} as JSON`} />
      </p>
    </details>
  );
}
