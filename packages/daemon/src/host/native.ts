import koffi from 'koffi';

/** The few calls of the C library that Node does not offer. Loaded by the daemon only. */
const libc = koffi.load(null);
const int = (result: unknown): number => (typeof result === 'number' ? result : -1);

/** `flock(2)` without waiting: the lock ends with this process, however it ends. */
export function tryLock(fd: number): boolean {
  const flock = libc.func('int flock(int fd, int operation)');
  const LOCK_EX = 2;
  const LOCK_NB = 4;
  return int(flock(fd, LOCK_EX | LOCK_NB)) === 0;
}

/** Keeps keys out of core dumps and other processes of this user out of our memory. Linux only. */
export function forbidDumps(): void {
  if (process.platform !== 'linux') return;
  const PR_SET_DUMPABLE = 4;
  libc.func('int prctl(int option, unsigned long value, unsigned long, unsigned long, unsigned long)')(
    PR_SET_DUMPABLE,
    0,
    0,
    0,
    0,
  );
}

/** How many files, pipes and sockets this process may have open; nothing if the system does not say. */
export function readOpenFiles(): number | undefined {
  const RLIMIT_NOFILE = process.platform === 'darwin' ? 8 : 7;
  const limit = Buffer.alloc(16); // struct rlimit { rlim_t rlim_cur, rlim_max; }
  const getrlimit = libc.func('int getrlimit(int resource, void *limit)');
  return int(getrlimit(RLIMIT_NOFILE, limit)) === 0 ? Number(limit.readBigUInt64LE(0)) : undefined;
}

export interface NativeCredentials {
  readonly uid: number;
  readonly pid: number | undefined;
}

/** The process at the other end of a connected Unix socket, as the kernel recorded it; throws if that is unknown. */
export function readPeerCredentials(fd: number): NativeCredentials {
  return process.platform === 'darwin' ? byGetpeereid(fd) : byPeercred(fd);
}

function byPeercred(fd: number): NativeCredentials {
  const SOL_SOCKET = 1;
  const SO_PEERCRED = 17;
  const getsockopt = libc.func('int getsockopt(int fd, int level, int name, void *value, uint32_t *length)');
  const credentials = Buffer.alloc(12); // struct ucred { pid_t pid; uid_t uid; gid_t gid; }
  const length = new Uint32Array([credentials.length]);
  if (int(getsockopt(fd, SOL_SOCKET, SO_PEERCRED, credentials, length)) !== 0 || length[0] !== credentials.length) {
    throw new Error('SO_PEERCRED failed');
  }
  return { pid: new Int32Array(credentials.buffer, credentials.byteOffset, 1)[0], uid: credentials.readUInt32LE(4) };
}

function byGetpeereid(fd: number): NativeCredentials {
  const getpeereid = libc.func('int getpeereid(int fd, uint32_t *uid, uint32_t *gid)');
  const uid = new Uint32Array(1);
  if (int(getpeereid(fd, uid, new Uint32Array(1))) !== 0 || uid[0] === undefined) throw new Error('getpeereid failed');
  return { uid: uid[0], pid: undefined };
}

/** `poll(2)`, without waiting: whether the other end of a descriptor was closed. A pipe without a reader reports an error. */
export function isHungUp(fd: number): boolean {
  const POLLERR = 0x08;
  const POLLHUP = 0x10;
  const watched = Buffer.alloc(8); // struct pollfd { int fd; short events; short revents; }
  watched.writeInt32LE(fd, 0);
  const poll = libc.func('int poll(void *fds, unsigned long count, int timeout)');
  return int(poll(watched, 1, 0)) > 0 && (watched.readInt16LE(6) & (POLLERR | POLLHUP)) !== 0;
}
