import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { usePage } from '../state/page.js';
import { Icon } from './icon.js';

interface CopyButtonProps {
  /** Copied as it is: exactly what a person would have typed. */
  readonly text: string;
  readonly label: string;
}

const SHOWN_FOR = 2000;

export function CopyButton({ text, label }: CopyButtonProps): JSX.Element {
  const { announced } = usePage();
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      announced.set('The browser does not let this page copy.');
      return;
    }
    announced.set('Copied.');
    setCopied(true);
    setTimeout(() => setCopied(false), SHOWN_FOR);
  };
  return (
    <button type="button" class="plain copy" title={label} onClick={() => void copy()}>
      <Icon name={isCopied ? 'check' : 'copy'} />
      <span class="unseen">{isCopied ? 'Copied' : label}</span>
    </button>
  );
}
