import { BlockList, isIP } from 'node:net';

/** IPv4 that does not lead to the public internet (RFC 6890 and its registry). */
const NOT_PUBLIC = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // shared by the customers of a carrier
  ['127.0.0.0', 8],
  ['169.254.0.0', 16], // link-local; the metadata services of clouds
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3], // multicast, reserved, broadcast
] as const;

/** In IPv6 only global unicast is public, except for ranges that carry an IPv4 address inside. */
const PUBLIC_V6 = ['2000::', 3] as const;
const NOT_PUBLIC_V6 = [
  ['2001::', 23], // Teredo, benchmarking, ORCHID
  ['2001:db8::', 32],
  ['2002::', 16], // 6to4
  ['3fff::', 20],
] as const;

const closed = new BlockList();
const open = new BlockList();
for (const [address, bits] of NOT_PUBLIC) closed.addSubnet(address, bits, 'ipv4');
for (const [address, bits] of NOT_PUBLIC_V6) closed.addSubnet(address, bits, 'ipv6');
open.addSubnet(...PUBLIC_V6, 'ipv6');

/** An address belongs to the public internet. A text that is no address, or has a zone, does not. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !closed.check(address, 'ipv4');
  return version === 6 && !address.includes('%') && open.check(address, 'ipv6') && !closed.check(address, 'ipv6');
}

/** Networks of a house or a company, and this machine. */
const PRIVATE = [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // also the networks that some VPNs make
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
] as const;
const PRIVATE_V6 = [
  ['::1', 128],
  ['fc00::', 7],
] as const;
/** Clouds tell their machines secrets here, outside of link-local addresses. */
const METADATA = ['100.100.100.200', '168.63.129.16'] as const;
const METADATA_V6 = [
  ['fd00:ec2::', 32],
  ['fd20:ce::', 32],
] as const;

const own = new BlockList();
const metadata = new BlockList();
for (const [address, bits] of PRIVATE) own.addSubnet(address, bits, 'ipv4');
for (const [address, bits] of PRIVATE_V6) own.addSubnet(address, bits, 'ipv6');
for (const address of METADATA) metadata.addAddress(address, 'ipv4');
for (const [address, bits] of METADATA_V6) metadata.addSubnet(address, bits, 'ipv6');

/** An address belongs to a private network or to this machine. Link-local and metadata addresses do not. */
export function isPrivateAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 0 || address.includes('%')) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  return own.check(address, family) && !metadata.check(address, family);
}

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1']);

/** A host, as `URL.hostname` writes it, is one of the three spellings of this machine that are accepted. */
export const isLoopbackHost = (host: string): boolean => LOOPBACK.has(bare(host));

/** Without the brackets that a URL puts around IPv6. */
export const bare = (host: string): string => (host.startsWith('[') ? host.slice(1, -1) : host);
