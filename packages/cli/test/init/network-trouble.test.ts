import { expect, describe, it } from 'vitest';
import { adviseOn, findTrouble, toOffer } from '../../src/init/network-trouble.js';

describe('the trouble of a server with the network', () => {
  it.each([
    ['npm error errno SELF_SIGNED_CERT_IN_CHA… (357 characters)', 'certificate'],
    ['npm error code UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'certificate'],
    ['Error: unable to verify the first certificate; UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate'],
    ['ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed', 'certificate'],
    ['error: invalid peer certificate: UnknownIssuer', 'certificate'],
    ['x509: certificate signed by unknown authority', 'certificate'],
    ['npm error network request failed, reason: getaddrinfo ENOTFOUND packages.example', 'way'],
    ['npm error code EAI_AGAIN', 'way'],
    ['tunneling socket could not be established, statusCode=407', 'way'],
    ['error sending request: dns error: failed to lookup address information', 'way'],
    ['Temporary failure in name resolution', 'way'],
    ["Cannot find module 'x.js'", undefined],
    ['the command of the server a was not found: nonexistent', undefined],
    ['it needs the variable API_KEY', undefined],
  ])('%j is %s', (why, trouble) => {
    expect(findTrouble(why)).toBe(trouble);
  });

  it('is found in no more than a part of a long text', () => {
    expect(findTrouble(`${'x'.repeat(5000)}ENOTFOUND`)).toBeUndefined();
  });
});

describe('what is offered for it', () => {
  it('are variables of this terminal about proxies and certificates that servers do not get yet', () => {
    const env = {
      COMPANY_CA_BUNDLE: '/c',
      GRPC_PROXY: 'http://p',
      HTTPS_PROXY: 'http://p',
      FTP_PROXY: '',
      OTHER: 'x',
      HTTPLIB2_CA_CERTS: '/h',
      npm_config_ca_file: '/n',
      MCP_GUARD_CA_FILE: '/m',
      PASSED_PROXY: 'http://p',
    };
    expect(toOffer(env, ['PASSED_PROXY'])).toEqual(['COMPANY_CA_BUNDLE', 'GRPC_PROXY', 'HTTPLIB2_CA_CERTS']);
  });
});

describe('the advice on it', () => {
  const CERTIFICATE = 'SELF_SIGNED_CERT_IN_CHAIN';

  it('says which variables are missing', () => {
    expect(adviseOn([CERTIFICATE, CERTIFICATE, 'EAI_AGAIN', 'other'], { PATH: '/bin' }, [])).toEqual([
      expect.stringContaining('set NODE_EXTRA_CA_CERTS and SSL_CERT_FILE'),
      expect.stringContaining('set HTTPS_PROXY and NO_PROXY'),
    ]);
  });

  it('names those that servers got, without their values, and files that are not there', () => {
    const env = { NODE_EXTRA_CA_CERTS: '/nonexistent/ca.pem', MY_CA_FILE: '/', HTTPS_PROXY: 'http://me:canary@proxy' };
    const advice = adviseOn([CERTIFICATE, 'ENOTFOUND'], env, ['MY_CA_FILE']);
    expect(advice).toEqual([
      'a certificate was not accepted: check that these name the certificates of your network: MY_CA_FILE, NODE_EXTRA_CA_CERTS (no such file)',
      'a server did not reach the network: check the proxy in these: HTTPS_PROXY',
    ]);
    expect(advice.join()).not.toContain('canary');
  });

  it('is none where the network is not what failed', () => {
    expect(adviseOn(["Cannot find module 'x.js'"], {}, [])).toEqual([]);
  });
});
