import { Identities } from '../identity/identities.js';
import { LoginKeeper } from '../identity/oauth/login-keeper.js';
import type { Parts } from './parts.js';

/** Opens what knows the users of clients. */
export function openIdentities(
  parts: Pick<Parts, 'options' | 'home' | 'cleanup' | 'wayOut'>,
): Pick<Parts, 'logins' | 'identities'> {
  const { options, home, cleanup, wayOut } = parts;
  const { configuration, paths, log } = home;
  const logins = new LoginKeeper({
    settings() {
      const { mode, oauth } = configuration.current.auth;
      return mode === 'oauth' ? oauth : null;
    },
    folder: paths.tokens,
    watchEvery: options.timings.configWatch,
    fetch: wayOut.fetch,
    onProblem: ({ message, hint }) => log.warn({ problem: message, hint }, 'the login cannot be used'),
  });
  cleanup.add(() => logins.close());
  return { logins, identities: new Identities(configuration.inForce, logins) };
}
