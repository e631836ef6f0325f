import { describe, expect, it } from 'vitest';
import { describeCodeLoading, describeUnpassed, findCodeLoading, findUnpassed } from '../../src/init/unpassed.js';

describe('variables that servers no longer see', () => {
  it('are those of the terminal that neither every server gets nor pass_env names', () => {
    const env = {
      PATH: '/bin',
      HTTPS_PROXY: 'http://proxy.test',
      XDG_DATA_HOME: '/x',
      SHLVL: '2',
      NODE_OPTIONS: '--x',
      KUBECONFIG: '/k',
      AWS_PROFILE: 'work',
    };
    expect(findUnpassed(env, ['AWS_PROFILE'])).toEqual(['KUBECONFIG']);
  });

  it('are listed apart if pass_env may not name them', () => {
    const env = { DOCKER_HOST: 'x', npm_config_registry: 'x', npm_lifecycle_event: 'x', NODE_EXTRA_CA_CERTS: 'x' };
    expect(findCodeLoading(env)).toEqual(['DOCKER_HOST', 'npm_config_registry']);
    expect(describeCodeLoading(['DOCKER_HOST'])).toContain('which decide what programs load: DOCKER_HOST');
  });

  it('are named without their values, and not too many of them', () => {
    const names = findUnpassed(Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`V${n}`, 'canary'])), []);
    expect(describeUnpassed(names)).toMatch(/: V0, V1, .* and 28 more\nlist what a server needs in daemon\.pass_env/u);
    expect(describeUnpassed(names)).not.toContain('canary');
  });
});
