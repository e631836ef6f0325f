/** A finding in a message, never its value. */
export interface AuditFinding {
  readonly type: string;
  /** JSON pointer; a key that holds a finding itself is shown by its position, `#2`. */
  readonly path: string;
  /** UTF-16 units `start` to `end` of the string, key or number there. */
  readonly start: number;
  readonly end: number;
  /** `text`, or what it was read from. */
  readonly view: string;
  readonly confidence: number;
  readonly action: 'block' | 'redact' | 'warn';
  /** The number of findings like it (type, view, action), itself included; without it, the finding stands for itself. */
  readonly count?: number;
}
