import type { Socket } from 'node:net';

/**
 * How descriptors are passed with a byte of a Unix socket: `SCM_RIGHTS` of unix(7), with the layout of 64-bit Linux. Other
 * systems lay it out differently, and do not open a pipe again through `/proc`; there a bridge copies.
 */
export const CAN_PASS_DESCRIPTORS: boolean =
  process.platform === 'linux' && (process.arch === 'x64' || process.arch === 'arm64');

const SOL_SOCKET = 1;
const SCM_RIGHTS = 1;
/** `struct cmsghdr { size_t cmsg_len; int cmsg_level; int cmsg_type; }`; the descriptors follow it. */
const HEADER_BYTES = 16;
const DESCRIPTOR_BYTES = 4;

/** Bytes of the control data that pass so many descriptors, with the padding at its end. */
export const controlBytes = (descriptors: number): number =>
  HEADER_BYTES + Math.ceil((descriptors * DESCRIPTOR_BYTES) / 8) * 8;

/** The control data of `sendmsg(2)`. */
export function toControl(descriptors: readonly number[]): Buffer {
  const control = Buffer.alloc(controlBytes(descriptors.length));
  control.writeBigUInt64LE(BigInt(HEADER_BYTES + descriptors.length * DESCRIPTOR_BYTES), 0);
  control.writeInt32LE(SOL_SOCKET, 8);
  control.writeInt32LE(SCM_RIGHTS, 12);
  for (const [index, descriptor] of descriptors.entries())
    control.writeInt32LE(descriptor, HEADER_BYTES + index * DESCRIPTOR_BYTES);
  return control;
}

/** The descriptors in control data that `recvmsg(2)` has filled; zeros are none. */
export function fromControl(control: Buffer): number[] {
  if (control.readInt32LE(8) !== SOL_SOCKET || control.readInt32LE(12) !== SCM_RIGHTS) return [];
  const end = Math.min(Number(control.readBigUInt64LE(0)), control.length);
  const descriptors: number[] = [];
  for (let at = HEADER_BYTES; at + DESCRIPTOR_BYTES <= end; at += DESCRIPTOR_BYTES)
    descriptors.push(control.readInt32LE(at));
  return descriptors;
}

/** These define types for native calls. */
interface NativeTypes<Type> {
  readonly struct: (members: Record<string, string | Type>) => Type;
  readonly pointer: (type: Type) => Type;
}

/** `struct msghdr *`, the parameter of `sendmsg(2)` and `recvmsg(2)`, as `toMessage` fills it. */
export const messageType = <Type>({ struct, pointer }: NativeTypes<Type>): Type =>
  pointer(
    struct({
      msg_name: 'void *',
      msg_namelen: 'uint32_t',
      msg_iov: pointer(struct({ iov_base: 'void *', iov_len: 'size_t' })),
      msg_iovlen: 'size_t',
      msg_control: 'void *',
      msg_controllen: 'size_t',
      msg_flags: 'int',
    }),
  );

export interface NativeMessage {
  /** Written by `recvmsg`. */
  readonly msg_flags: number;
}

/** A message of one buffer, with control data. */
export function toMessage(bytes: Buffer, control: Buffer): NativeMessage {
  const buffer = { iov_base: bytes, iov_len: bytes.length };
  const data = { msg_iov: buffer, msg_iovlen: 1, msg_control: control, msg_controllen: control.length };
  return Object.assign(data, { msg_name: null, msg_namelen: 0, msg_flags: 0 });
}

/** The descriptor of an open socket, for calls that Node does not offer; throws if it has none. */
export function descriptorOf(socket: Socket): number {
  const handle: unknown = Reflect.get(socket, '_handle'); // Node offers no public way to it
  const fd: unknown = typeof handle === 'object' && handle !== null ? Reflect.get(handle, 'fd') : undefined;
  if (typeof fd !== 'number' || fd < 0) throw new Error('the socket has no descriptor');
  return fd;
}
