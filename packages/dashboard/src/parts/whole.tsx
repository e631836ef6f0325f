import { safe } from '@mcp-guard/core/page';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { showLookAlikes } from './look-alikes.js';

const CUT = 400;

/** A text that somebody decides by: look-alike letters are shown, and all of it can be read. */
export function Whole({ text }: { readonly text: string }): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const shown = showLookAlikes(safe(text, isOpen ? Infinity : CUT));
  return (
    <>
      <bdi>{shown}</bdi>
      {text.length > CUT && (
        <button type="button" class="plain" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Show less' : 'Show all of it'}
        </button>
      )}
    </>
  );
}
