import { assert, ipV4, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLoopbackHost, isPublicAddress } from '../src/addresses.ts';

describe('an address', () => {
  it.each(['1.1.1.1', '8.8.8.8', '172.15.255.255', '172.32.0.0', '223.255.255.255', '2606:4700::1111', '2a00::1'])(
    'is public: %s',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.1.2.3',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '192.0.2.1',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:8.8.8.8',
    '::ffff:7f00:1',
    '64:ff9b::a00:1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '2002:7f00:1::',
    '2001:0:1::',
    '2001:db8::1',
    'localhost',
    '',
    '127.1',
    '0x7f.1',
    '2130706433',
    '1.1.1.1 ',
    '2606:4700::1111%lo',
  ])('is not public: %s', (address) => expect(isPublicAddress(address)).toBe(false));

  it('is never public inside IPv6', () => {
    assert(
      property(ipV4(), (address) => {
        expect(isPublicAddress(`::ffff:${address}`)).toBe(false);
        expect(isPublicAddress(`::${address}`)).toBe(false);
      }),
    );
  });
});

describe('a host', () => {
  it.each(['localhost', '127.0.0.1', '[::1]', '::1'])('is this machine: %s', (host) => {
    expect(isLoopbackHost(host)).toBe(true);
  });

  it.each(['localhost.', 'localhost.example.com', '127.0.0.2', '0.0.0.0', '[::ffff:7f00:1]', ''])(
    'is not this machine: %j',
    (host) => expect(isLoopbackHost(host)).toBe(false),
  );
});
