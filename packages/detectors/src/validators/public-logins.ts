import { holdsRandom } from './randomness.js';

/** Users that are open to everybody, by convention: RFC 1635, https://cvsweb.openbsd.org/, https://www.gnu.org/server/ */
const EVERYBODY = /^(?:anonymous|anon|anoncvs|anoncvs-\w{1,8}|anongit|ftp|guest|public|pub)$/i;
/** They give one of these for a password: nothing, who they are, or an address. */
const GIVEN = /^(?:|anonymous|anon|anoncvs|anongit|ftp|guest|public|pub|[\w.+-]{1,64}(?:@|%40)(?:[\w.-]{1,64})?)$/i;

/** A login is public by convention: `anonymous:guest`, `anonymous:user%40example.com`. */
export const isPublicLogin = (user: string, password: string): boolean =>
  (EVERYBODY.test(user) && GIVEN.test(password) && !holdsRandom(password)) ||
  (/^anonymous$/i.test(user) && /^[a-z]{1,16}$/i.test(password) && !holdsRandom(password)) ||
  (user === '' && CVS.test(password));
/** The way of CVS stands before its user: `:pserver:anoncvs@cvs.example.org:/src`. */
const CVS = /^(?:pserver|ext|gserver|kserver):(?:anonymous|anon|anoncvs)$/i;
