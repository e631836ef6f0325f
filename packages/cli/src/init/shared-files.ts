import type { ReadClientFile } from '../clients/find-clients.js';

/** A file that several clients read through links: it is moved once, for all of them. */
export interface SharedFile {
  readonly file: ReadClientFile;
  /** The client through which it is moved. */
  readonly by: ReadClientFile;
}

/** Separates the files whose servers other clients have already from those that are to be moved. */
export function partShared(files: readonly ReadClientFile[]): {
  readonly own: readonly ReadClientFile[];
  readonly shared: readonly SharedFile[];
} {
  const own = new Map<string, ReadClientFile>();
  const shared: SharedFile[] = [];
  for (const file of files) {
    const key = JSON.stringify([file.target ?? file.path, file.servers.map(({ path }) => path)]);
    const by = own.get(key);
    if (by) shared.push({ file, by });
    else own.set(key, file);
  }
  return { own: [...own.values()], shared };
}
