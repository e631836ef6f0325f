import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { NotLoaded } from '../../src/bases/download-base.js';
import { createKeys, signText } from '../../src/bases/signature.js';
import { FRESH_FOR, readSignedBase, signedCopy } from '../../src/bases/signed-base.js';
import { openFolder } from '../folder.js';

const { privateKey, publicKey } = createKeys();
const BASE = { url: 'https://policies.example/base.yaml?team=a', public_key: publicKey, allow_private: false };
const SIGNATURES = 'https://policies.example/base.yaml.sig?team=a';
const text = (version: number, tool = 'delete'): string =>
  `version: ${version}\ndefault: {permissions: {denied_tools: [${tool}]}}\n`;

/** What the network has; nothing while it is down. */
let published: Record<string, string> | undefined;
let asked: string[];
let folder: string;
let now: number;
beforeEach(() => {
  folder = join(openFolder(), 'bases');
  asked = [];
  now = Date.now();
});

function publish(base: string, signatures = signText(base, privateKey)): void {
  published = { [BASE.url]: base, [SIGNATURES]: signatures };
}

const read = (base = BASE): Promise<string> =>
  readSignedBase(base, {
    folder,
    now,
    download(url) {
      asked.push(url);
      const found = published?.[url];
      return found === undefined ? Promise.reject(new NotLoaded('ENOTFOUND')) : Promise.resolve(found);
    },
  });

/** The network is asked again. */
const later = (): void => void (now += 2 * FRESH_FOR);

describe('a signed base', () => {
  it('is taken with its signature beside it, and kept for its owner alone', async () => {
    publish(text(1));
    expect(await read()).toBe(text(1));
    expect(asked).toEqual([BASE.url, SIGNATURES]);
    expect(readdirSync(folder)).toHaveLength(2);
    expect(statSync(signedCopy(BASE, folder)).mode & 0o777).toBe(0o600);
  });

  it('is followed to the next version without an edit, and not asked for again at once', async () => {
    publish(text(1));
    await read();
    publish(text(2));
    expect(await read()).toBe(text(1));
    later();
    expect(await read()).toBe(text(2));
    expect(asked).toHaveLength(4);
  });

  it('serves from its copy when the network is down', async () => {
    publish(text(3));
    await read();
    published = undefined;
    later();
    expect(await read()).toBe(text(3));
  });

  it('without a network and without a copy is refused', async () => {
    published = undefined;
    await expect(read()).rejects.toThrow('the base cannot be loaded, and no good copy is kept: ENOTFOUND');
  });

  it.each([
    ['of another key', (base: string) => signText(base, createKeys().privateKey)],
    ['of another text', () => signText(text(1), privateKey)],
    ['that is none', () => '<html>'],
  ])('with a signature %s is refused, also where a good copy is kept', async (_, sign) => {
    publish(text(2), sign(text(2)));
    await expect(read()).rejects.toThrow('is not signed by the key that `extends` names');
    publish(text(1));
    expect(await read()).toBe(text(1));
    publish(text(2), sign(text(2)));
    later();
    await expect(read()).rejects.toThrow('is not signed by the key');
  });

  it('without a version is refused', async () => {
    publish('default: {}\n');
    await expect(read()).rejects.toThrow('has no `version`, which a signed base needs');
  });

  // Threat: who controls the network sends what was signed before a mistake was corrected.
  it('of an older version is refused', async () => {
    publish(text(5));
    await read();
    publish(text(4));
    later();
    await expect(read()).rejects.toThrow('has version 4, and version 5 was seen before');
    expect(readFileSync(signedCopy(BASE, folder), 'utf8')).toContain('version: 5');
  });

  it('of an older version is refused also after its copy was lost', async () => {
    publish(text(5));
    await read();
    writeFileSync(signedCopy(BASE, folder), `x\n${text(4)}`);
    publish(text(4));
    await expect(read()).rejects.toThrow('version 5 was seen before');
    writeFileSync(signedCopy(BASE, folder), `${signText(text(4), privateKey)}\n${text(4)}`);
    await expect(read()).rejects.toThrow('version 5 was seen before');
  });

  it('that changed within its version is refused', async () => {
    publish(text(5));
    await read();
    publish(text(5, 'other'));
    later();
    await expect(read()).rejects.toThrow('has changed, and its version is still 5');
  });

  it('does not serve a copy that was changed', async () => {
    publish(text(1));
    await read();
    const copy = signedCopy(BASE, folder);
    writeFileSync(copy, readFileSync(copy, 'utf8').replace('delete', 'nothing'));
    expect(await read()).toBe(text(1));
    published = undefined;
    writeFileSync(copy, readFileSync(copy, 'utf8').replace('delete', 'nothing'));
    await expect(read()).rejects.toThrow('no good copy is kept');
  });

  it('of another key or address has a copy of its own', async () => {
    publish(text(5));
    await read();
    const other = createKeys();
    publish(text(1), signText(text(1), other.privateKey));
    expect(await read({ ...BASE, public_key: other.publicKey })).toBe(text(1));
  });

  it('is asked for again if its copy is from the future', async () => {
    publish(text(1));
    await read();
    const version = signedCopy(BASE, folder).replace('.signed', '.version');
    utimesSync(version, now / 1000 + 86_400, now / 1000 + 86_400);
    publish(text(2));
    expect(await read()).toBe(text(2));
  });

  it('is refused while it is not known which version was seen', async () => {
    publish(text(1));
    await read();
    writeFileSync(signedCopy(BASE, folder).replace('.signed', '.version'), 'many');
    await expect(read()).rejects.toThrow('holds no version');
  });
});
