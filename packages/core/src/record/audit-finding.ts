/** Something that was found in a message: never its value. */
export interface AuditFinding {
  readonly type: string;
  /** JSON pointer; a key that holds a finding itself is told by its position, `#2`. */
  readonly path: string;
  /** UTF-16 units `start` to `end` of the string, key or number there. */
  readonly start: number;
  readonly end: number;
  /** `text`, or what it was read from. */
  readonly view: string;
  readonly confidence: number;
  readonly action: 'block' | 'redact' | 'warn';
  /** So many like it (type, view, action) there were, itself included; where it says nothing, it is told alone. */
  readonly count?: number;
}
