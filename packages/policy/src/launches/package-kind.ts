/** A source of packages, and how it names them. */
export interface PackageKind {
  /** The name of a spec, or of a pattern for specs, and the version behind it. */
  readonly split: (spec: string) => SplitSpec;
  /** A name can only be one of the registry: no path, no URL, no file. */
  readonly isName: (name: string) => boolean;
  /** A version is exact: no range, tag, path or URL. */
  readonly isVersion: (version: string) => boolean;
  /** The same for names that can only be one package; a pattern stays one. */
  readonly canonical: (name: string) => string;
  /** The same for names that may be one package. Case has been folded; a pattern stays one. */
  readonly fold: (name: string) => string;
  /** A piece of a command line in each spelling in which it may hold a folded name. */
  readonly views: (word: string) => readonly string[];
  /** These characters may stand in a folded name, so a shorter one is not found in a longer one. */
  readonly inName: RegExp;
  /** Programs that run packages of this kind, or what was installed of them; without folder and extension. */
  readonly program: RegExp;
  /** Folders right below which packages lie under their names. */
  readonly folders: readonly string[];
}

export interface SplitSpec {
  readonly name: string;
  readonly version: string | undefined;
}
