import { JsonCursor } from './json-cursor.js';
import type { JsonValue } from './jsonrpc.js';

/** A change at one place of a JSON text. */
export type JsonEdit = ReplacingEdit | SplicingEdit;

/** Replaces the value there, or removes it. */
export interface ReplacingEdit {
  /** Keys and indices from the outermost value, as in the text before any edit. */
  readonly path: readonly (string | number)[];
  /** `undefined` removes the member or element. A missing member is added. */
  readonly value: JsonValue | undefined;
}

/** Other characters in the string there; the rest of it keeps its bytes, escapes included. */
export interface SplicingEdit {
  readonly path: readonly (string | number)[];
  /** In order, without overlap. */
  readonly splices: readonly Splice[];
}

/** UTF-16 units `start` to `end` of a string become `text`. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Splices edits into a JSON text that was read strictly; every byte outside the
 * edited places stays, so numbers keep their text. Later edits win over earlier ones
 * at the same place. Throws if a path leads nowhere.
 */
export function editJson(bytes: Buffer, edits: readonly JsonEdit[]): Buffer {
  const root = new EditNode();
  for (const edit of edits) {
    let node = root;
    for (const step of edit.path) node = node.child(String(step));
    node.edit = edit;
  }
  if (root.edit && isRemoval(root.edit)) throw new Error('an edit leads to nothing');
  const text = bytes.toString();
  const editor = new TextEditor(text);
  return Buffer.from(text.slice(0, editor.at) + editor.value(root) + text.slice(editor.at));
}

const isRemoval = (edit: JsonEdit): boolean => 'value' in edit && edit.value === undefined;

class EditNode {
  edit: JsonEdit | undefined;
  readonly children = new Map<string, EditNode>();

  child(step: string): EditNode {
    let child = this.children.get(step);
    if (!child) this.children.set(step, (child = new EditNode()));
    return child;
  }
}

/** Walks the text once along the edits. */
class TextEditor extends JsonCursor {
  /** Reads the value at `at` and returns its text with the edits below `node` made. */
  value(node: EditNode | undefined): string {
    const start = this.at;
    if (node?.edit) {
      if ('splices' in node.edit) return this.#spliced(node.edit.splices);
      this.skipValue();
      return JSON.stringify(node.edit.value);
    }
    if (node === undefined || node.children.size === 0) {
      this.skipValue();
      return this.text.slice(start, this.at);
    }
    const open = this.text[start];
    if (open !== '{' && open !== '[') throw new Error('an edit leads into a value that is no container');
    return this.#container(node, open === '{');
  }

  #spliced(splices: readonly Splice[]): string {
    const { text } = this;
    const open = this.at;
    if (text[open] !== '"') throw new Error('an edit leads into a value that is no string');
    let made = '';
    let kept = open;
    let unit = 0;
    this.at++;
    const moveTo = (target: number): void => {
      for (; unit < target; unit++) {
        if (text[this.at] === '"') throw new Error('an edit leads behind the end of a string');
        this.at += text[this.at] !== '\\' ? 1 : text[this.at + 1] === 'u' ? 6 : 2;
      }
    };
    for (const { start, end, text: put } of splices) {
      moveTo(start);
      made += text.slice(kept, this.at) + JSON.stringify(put).slice(1, -1);
      moveTo(end);
      kept = this.at;
    }
    this.at = open;
    this.skipString();
    return made + text.slice(kept, this.at);
  }

  #container(node: EditNode, isObject: boolean): string {
    const start = this.at++;
    const pending = new Map(node.children);
    const parts: string[] = [];
    let made = '';
    let copied = start;
    let end = this.at; // of the last member
    let isShorter = false;
    for (let index = 0; !this.skipTo(isObject ? '}' : ']'); index++) {
      const memberStart = this.at;
      const step = isObject ? this.readKey() : String(index);
      const valueStart = this.at;
      const child = pending.get(step);
      pending.delete(step);
      const value = this.value(child);
      end = this.at;
      if (child?.edit && isRemoval(child.edit)) isShorter = true;
      else parts.push(this.text.slice(memberStart, valueStart) + value);
      if (!child) continue;
      made += this.text.slice(copied, valueStart) + value;
      copied = end;
    }
    const added = [...pending].flatMap(([key, edit]) => (isObject ? toMember(key, edit) : toNothing()));
    const all = [...parts, ...added];
    // If a member is taken out, its separator goes with it.
    if (isShorter) return isObject ? `{${all.join(',')}}` : `[${all.join(',')}]`;
    const separator = parts.length > 0 && added.length > 0 ? ',' : '';
    return made + this.text.slice(copied, end) + separator + added.join(',') + this.text.slice(end, this.at);
  }
}

/** A missing member; nothing if it is to be removed. */
function toMember(key: string, { edit, children }: EditNode): readonly string[] {
  if (children.size > 0 || (edit && 'splices' in edit)) return toNothing();
  return edit?.value === undefined ? [] : [`${JSON.stringify(key)}:${JSON.stringify(edit.value)}`];
}

function toNothing(): never {
  throw new Error('an edit leads to a place that is not there');
}
