import { hash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { GuardError } from '@mcp-guard/core';
import { readPrivate } from '@mcp-guard/core/private-file';
import { baseSchema } from '../schema/base.js';
import type { Base } from '../schema/config.js';
import { YamlFile } from '../text/yaml-file.js';
import { cannotBeLoaded, MAX_BASE_BYTES, NotLoaded, type Download } from './download-base.js';
import { keep } from './keep.js';
import { findSignature, MAX_SIGNATURE_BYTES } from './signature.js';

/** The network is not asked again for so long, in milliseconds. */
export const FRESH_FOR = 900_000;
const MAX_KEPT_BYTES = MAX_BASE_BYTES + MAX_SIGNATURE_BYTES;
const MAX_VERSION_BYTES = 64;

type SignedBase = Extract<Base, { public_key: string }>;

/** A base has a place for its last good text, and one for the highest version that was seen. */
interface Places {
  readonly copy: string;
  readonly version: string;
}

export interface SignedText {
  readonly text: string;
  readonly signature: string;
  readonly version: number;
}

export interface SignedOptions {
  /** Copies of bases are kept here. */
  readonly folder: string;
  readonly download: Download;
  /** Unix milliseconds. */
  readonly now: number;
}

/** The file in which the text of a signed base is kept. It changes with each new version. */
export const signedCopy = (base: SignedBase, folder: string): string => placesOf(base, folder).copy;

/**
 * The text of a base that its publisher has signed. It is the newest that the network has, or the last one if the
 * network has none. Throws CONFIG_INVALID for a text with another signature, or of an older version.
 */
export async function readSignedBase(base: SignedBase, { folder, download, now }: SignedOptions): Promise<string> {
  const places = placesOf(base, folder);
  const kept = readKept(places, base);
  if (kept && isFresh(places.version, now)) return kept.text;
  const loaded = await downloadSigned(base, download).catch((error: unknown) => {
    if (!(error instanceof NotLoaded)) throw error;
    if (!kept) throw cannotBeLoaded(error);
    return kept;
  });
  insistOnNewer(loaded, kept, readSeen(places.version), base.url);
  if (loaded.text !== kept?.text) keep(places.copy, `${loaded.signature}\n${loaded.text}`);
  keep(places.version, `${loaded.version}\n`); // its time tells when the network was asked
  return loaded.text;
}

/**
 * Fetches what is published now, whatever was seen before. Throws `NotLoaded`, or CONFIG_INVALID for what is not
 * signed.
 */
export async function downloadSigned(base: SignedBase, download: Download): Promise<SignedText> {
  const { url, allow_private: allowPrivate } = base;
  const text = await download(url, { allowPrivate });
  return open(text, await download(signatureUrl(url), { allowPrivate, maxBytes: MAX_SIGNATURE_BYTES }), base);
}

/** Throws CONFIG_INVALID for a text that its publisher has not signed. */
function open(text: string, signatures: string, { url, public_key: publicKey }: SignedBase): SignedText {
  const signature = findSignature(text, signatures, publicKey);
  if (signature === undefined) throw invalid(`the base at ${url} is not signed by the key that \`extends\` names`);
  const version = versionOf(text, url);
  if (version === undefined) throw invalid(`the base at ${url} has no \`version\`, which a signed base needs`);
  return { text, signature, version };
}

/** An attacker who controls the network may replay a text that was signed once. */
function insistOnNewer({ text, version }: SignedText, kept: SignedText | undefined, seen: number, url: string): void {
  if (version < seen) throw invalid(`the base at ${url} has version ${version}, and version ${seen} was seen before`);
  if (kept?.version === version && kept.text !== text) {
    throw invalid(`the base at ${url} has changed, and its version is still ${version}`);
  }
}

/** Returns nothing if no copy is kept, or none that counts. */
function readKept({ copy, version }: Places, base: SignedBase): SignedText | undefined {
  const kept = readPrivate(copy, MAX_KEPT_BYTES);
  const end = kept?.indexOf('\n') ?? -1;
  if (kept === undefined || end < 0) return undefined;
  const signature = findSignature(kept.slice(end + 1), kept.slice(0, end), base.public_key);
  if (signature === undefined) return undefined;
  const opened = open(kept.slice(end + 1), signature, base);
  return opened.version >= readSeen(version) ? opened : undefined;
}

/** The highest version that was seen. */
function readSeen(path: string): number {
  const text = readPrivate(path, MAX_VERSION_BYTES)?.trim() ?? '0';
  if (!/^\d{1,15}$/.test(text)) throw invalid(`${path} holds no version`);
  return Number(text);
}

function isFresh(path: string, now: number): boolean {
  const age = now - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? -Infinity);
  return Math.abs(age) < FRESH_FOR; // a clock may have been set back
}

function placesOf({ url, public_key: publicKey }: SignedBase, folder: string): Places {
  const name = join(folder, hash('sha256', `${publicKey} ${url}`));
  return { copy: `${name}.signed`, version: `${name}.version` };
}

/** Beside the base, also where its address has a query. */
function signatureUrl(text: string): string {
  const url = new URL(text);
  url.pathname += '.sig';
  return url.href;
}

const invalid = (what: string): GuardError => new GuardError('CONFIG_INVALID', what);

/** The version that a base says it has; nothing if it says none that counts. Throws a `ConfigError` if it is no YAML. */
const versionOf = (text: string, name: string): number | undefined =>
  new YamlFile(text, name, undefined).readSection('version', baseSchema.shape.version);
