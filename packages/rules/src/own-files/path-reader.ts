import type { Stats } from 'node:fs';
import { decodePercent, userName } from '@mcp-guard/core';
import type { OnWork } from '@mcp-guard/detectors';
import { FsBudget, toRealPath } from '@mcp-guard/policy';
import type { OwnFiles } from './files.js';
import { Folder, identifyLinked, look, type Start } from './folder.js';
import type { Hold } from './hold.js';
import { LIST_SIGN, readPathList } from './path-list.js';
import { pathViews, shorten, withoutSlashes } from './path-views.js';
import { PROJECT_NAMES, projectHold } from './project-files.js';

/** No system opens a longer path (PATH_MAX). */
export const MAX_PATH = 4096;
/** The work on a longer text is reported before it is read, that on shorter ones for so many together. */
const LONG = 256;
const REPORT_EVERY = 64;
/** More paths of one message are not followed; it is to be refused. */
export const MAX_FOLLOWED = 1024;
/** A word, or nothing but dots. */
const BARE = /^(?:[^/\\~][^/\\]*|[./\\]*)$/;
/** A first step of several words. */
const PROSE = /^[^/\\\s]+\s/;
const PLAIN = /^[!-$&-.0-9;-[\]-}](?:[ -$&-.0-9;-[\]-~]*[!-$&-.0-9;-[\]-~])?$/;

/** A text can be nothing but the name of an entry of the working folder. */
export const isPlainName = (text: string): boolean => PLAIN.test(text) && text !== '.' && text !== '..';

/** Longer than every path, and no shorter without its `..`: it names nothing. */
const isTooLong = (text: string): boolean => text.length > MAX_PATH && !text.includes('..') && !text.includes('%');

/** A place that a text names, which may be looked at and not replaced. */
export interface FoundPath {
  /** None where it is not known in which folder the text starts. */
  readonly path: string | undefined;
  readonly of: Hold['of'];
  readonly isFirm: boolean;
  /** A word, or dots: it may mean anything. */
  readonly isBare: boolean;
  /** It starts with words, as prose does that names a path at its end. */
  readonly isProse: boolean;
  /** The text says itself that it is moved, copied or deleted. */
  readonly acts: boolean;
}

/** Finds what the texts of one message name. */
export class PathReader {
  readonly #files: OwnFiles;
  readonly #looks: FsBudget;
  readonly #onWork: OnWork | undefined;
  /** Characters of texts. */
  #unreported = 0;
  #short = 0;
  readonly #cwd: string;
  /** A relative path may start in these; the working folder comes first. */
  readonly #starts: readonly Folder[];
  readonly #root: Folder;
  readonly #homes: readonly string[];
  /** The files that the current text names, and how it reads. */
  #found: FoundPath[] = [];
  #reading: Pick<FoundPath, 'isBare' | 'isProse' | 'acts'> = { isBare: false, isProse: false, acts: false };
  /** Texts that led through the file system; the one that is looked at, too. */
  #followed = 0;
  #follows = false;
  /** The ones of our files that have a second name. */
  #linked: { readonly files: ReadonlySet<string> | undefined } | undefined;

  /**
   * @param starts where a relative path may start: the working folder, then others
   * @param homes what `~` may be
   * @param onWork see `ScanOptions`
   */
  constructor(files: OwnFiles, starts: readonly [Start, ...Start[]], homes: readonly string[], onWork?: OnWork) {
    this.#files = files;
    this.#looks = new FsBudget(onWork);
    this.#onWork = onWork;
    this.#cwd = starts[0].path;
    this.#starts = starts.map((start) => new Folder(start, this.#looks));
    this.#root = new Folder(files.root, this.#looks);
    this.#homes = homes;
  }

  /** Then more was named than was looked at. */
  get isCutShort(): boolean {
    return this.#followed > MAX_FOLLOWED || this.#looks.isExhausted;
  }

  /** Reports the work on the texts that were read. */
  report(): void {
    const characters = this.#unreported;
    this.#unreported = 0;
    this.#onWork?.(characters);
  }

  /** `own` where a text names one of the guard's own files; else what it names besides; nothing where it is not looked at. */
  read(text: string): 'own' | readonly FoundPath[] | undefined {
    if (isTooLong(text) || this.isCutShort) return undefined;
    this.#unreported += text.length;
    if (text.length > LONG || ++this.#short % REPORT_EVERY === 0) this.report();
    this.#found = [];
    if (text.length > MAX_PATH) return this.#namesWhenShortened(text) ? 'own' : this.#found;
    this.#follows = false;
    if (this.#namesInSomeView(text, false) || (LIST_SIGN.test(text) && this.#namesInList(text))) return 'own';
    if (this.#follows) this.#followed++;
    return this.#found;
  }

  #namesInList(text: string): boolean {
    const list = readPathList(text);
    return list !== undefined && list.paths.some((path) => this.#namesInSomeView(path, list.acts));
  }

  #namesInSomeView(text: string, acts: boolean): boolean {
    this.#reading = { isBare: true, isProse: false, acts };
    if (isPlainName(text)) {
      const fold = text.toLowerCase();
      const isProject = PROJECT_NAMES.has(fold);
      return this.#starts.some((folder) => this.#isOwnIn(folder, text, fold, isProject));
    }
    const views = pathViews(text);
    return views === undefined || views.some((view) => this.#namesAsPath(view));
  }

  /** A path that is too long to be opened may be short once its `..` are gone. */
  #namesWhenShortened(text: string): boolean {
    return [text, decodePercent(text) ?? text].some((view) => view.includes('..') && this.#namesAsPath(view));
  }

  #namesAsPath(view: string): boolean {
    this.#reading = { ...this.#reading, isBare: BARE.test(view), isProse: PROSE.test(view) };
    if (this.#toPaths(view).some((path) => this.#isOwn(path))) return true;
    if (view.startsWith('/')) return false;
    // A server that gets folders as roots may start in any of them.
    const steps = shorten(`/${view}`, this.#cwd).slice(1, MAX_PATH);
    const hold = this.#files.held.holdOfEnd(withoutSlashes(steps));
    if (hold) this.#note(hold, undefined);
    return this.#files.isEnd(steps);
  }

  #note(hold: Hold, path: string | undefined): void {
    const isFirm = hold.strength === 'firm' || (hold.strength === 'worded' && !this.#reading.isBare);
    this.#found.push({ path, of: hold.of, isFirm, ...this.#reading });
  }

  #touch(path: string, isNear: boolean): void {
    const folder = withoutSlashes(path.slice(0, MAX_PATH));
    const hold = isNear ? this.#files.held.holdOf(folder) : projectHold(folder);
    if (hold) this.#note(hold, folder);
  }

  #toPaths(view: string): readonly string[] {
    if (view.startsWith('/')) return [view];
    const paths = this.#starts.map((folder) => folder.prefix + view);
    if (view.startsWith('~')) {
      const user = view.split('/', 1)[0] ?? view;
      const isOurs = user === '~' || user === `~${userName()}`;
      if (isOurs) paths.push(...this.#homes.map((home) => home + view.slice(user.length)));
    }
    return paths;
  }

  #isOwn(path: string): boolean {
    const short = shorten(path, this.#cwd);
    const folder = this.#folderOf(short);
    if (folder.isNear && this.#files.has(short.slice(0, MAX_PATH))) return true;
    this.#touch(short, folder.isNear);
    // Some readers shorten a path before they go it, some go it as it is: `..` behind a link is elsewhere.
    return this.#leadsToOwn(folder, short) || (path.includes('..') && this.#leadsToOwn(this.#folderOf(path), path));
  }

  /** @param name plain; most are words that no folder knows. @param isProject whether it may be one of a project's files */
  #isOwnIn(folder: Folder, name: string, fold: string, isProject: boolean): boolean {
    const entry = folder.find(name, fold);
    const isNear = folder.isNear && entry !== undefined;
    if (isNear && this.#files.has(folder.prefix + name)) return true;
    if (isNear || isProject) this.#touch(folder.prefix + name, isNear);
    return entry !== undefined && this.#isLink(entry.stat, folder.prefix + name, '');
  }

  #folderOf(path: string): Folder {
    return this.#starts.find(({ prefix }) => path.startsWith(prefix)) ?? this.#root;
  }

  #leadsToOwn(folder: Folder, path: string): boolean {
    if (path.length > MAX_PATH) return false;
    const rest = path.slice(folder.prefix.length);
    const [first = ''] = rest.split('/', 1);
    return this.#isLink(folder.look(first), path, rest.slice(first.length));
  }

  /** @param stat of the step that a path takes first; what it takes then is `rest` */
  #isLink(stat: Stats | undefined, path: string, rest: string): boolean {
    if (!stat) return false;
    if (rest === '' && !stat.isSymbolicLink()) return this.#isLinked(stat, path);
    this.#follows = true;
    return this.#followed < MAX_FOLLOWED && this.#isReachedBy(path);
  }

  /** Through every link on the way. */
  #isReachedBy(path: string): boolean {
    const real = toRealPath(path, this.#looks)?.path;
    if (real === undefined) return false;
    const hold = this.#files.held.holdOf(real) ?? this.#files.held.holdElsewhere(real, this.#looks);
    if (hold) this.#note(hold, real);
    return (
      this.#files.has(real) ||
      this.#isLinked(look(real, this.#looks), real) ||
      this.#files.isElsewhere(real, this.#looks)
    );
  }

  /** A path is a hard link to one of ours. They are looked up once, however many there are in the message. */
  #isLinked(stat: Stats | undefined, path: string): boolean {
    const identity = identifyLinked(stat);
    if (identity === undefined) return false;
    const hold = this.#files.held.holdOfLinked(identity);
    if (hold) this.#note(hold, path);
    this.#linked ??= { files: this.#files.findLinked(this.#looks) };
    return this.#linked.files?.has(identity) ?? true;
  }
}
