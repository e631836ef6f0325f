import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

/** PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

export interface Authority extends Certificate {
  /** A certificate of this authority. */
  issue(wanted?: CertificateWish): Certificate;
}

export interface CertificateWish {
  /** Default: `localhost`. */
  readonly host?: string;
  /** From when and until when, as days from now; default: a day ago and a day ahead. */
  readonly days?: readonly [number, number];
}

const DAY = 86_400_000;

/** DER (X.690): what a certificate needs of it. */
const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};
const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const text = (value: string): Buffer => der(0x0c, Buffer.from(value));
const time = (days: number): Buffer =>
  der(0x18, Buffer.from(`${new Date(Date.now() + days * DAY).toISOString().replaceAll(/\D/g, '').slice(0, 14)}Z`));
const name = (value: string): Buffer => sequence(der(0x31, sequence(oid('550403'), text(value))));
const extension = (id: string, value: Uint8Array): Buffer => sequence(oid(id), der(0x04, value));

const ECDSA_SHA256 = sequence(oid('2a8648ce3d040302'));
const TRUE = Buffer.from([0x01, 0x01, 0xff]);

interface Parts {
  readonly subject: string;
  readonly issuer: string;
  readonly days: readonly [number, number];
  readonly publicKey: KeyObject;
  readonly signer: KeyObject;
  readonly extensions: Uint8Array;
}

/** X.509, version 3 (RFC 5280, 4.1). */
function certify({ subject, issuer, days, publicKey, signer, extensions }: Parts): string {
  const serial = der(0x02, Buffer.from([1]), randomBytes(8));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    serial,
    ECDSA_SHA256,
    name(issuer),
    sequence(time(days[0]), time(days[1])),
    name(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(extensions)),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, signer));
  const base64 = sequence(body, ECDSA_SHA256, signature).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${base64.match(/.{1,64}/g)?.join('\n')}\n-----END CERTIFICATE-----\n`;
}

const newKeys = (): { publicKey: KeyObject; privateKey: KeyObject } =>
  generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const toPem = (key: KeyObject): string => String(key.export({ type: 'pkcs8', format: 'pem' }));

/** An authority that nothing trusts but a test. */
export function createAuthority(subject = 'authority of a test'): Authority {
  const { publicKey, privateKey } = newKeys();
  const isAuthority = extension('551d13', sequence(TRUE));
  const own = { issuer: subject, signer: privateKey };
  return {
    key: toPem(privateKey),
    cert: certify({ ...own, subject, days: [-2, 2], publicKey, extensions: isAuthority }),
    issue({ host = 'localhost', days = [-1, 1] }: CertificateWish = {}) {
      const keys = newKeys();
      const names = extension('551d11', sequence(der(0x82, Buffer.from(host))));
      const cert = certify({ ...own, subject: host, days, publicKey: keys.publicKey, extensions: names });
      return { key: toPem(keys.privateKey), cert };
    },
  };
}
