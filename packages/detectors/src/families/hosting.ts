import type { Family } from '../detector.js';
import { named } from '../rules/beside-name.js';
import { labelled } from '../rules/labelled.js';
import { filtered, matchAt } from '../rules/verify.js';
import { prefixed } from '../rules/prefixed.js';
import { UUID, secret } from '../rules/secret.js';
import { isVaried, isWritten } from '../validators/randomness.js';

// Behind its id, which says whose it is: `b2 account authorize 00… K00…`.
const BACKBLAZE =
  /(?<=(?<![A-Za-z0-9])00\d[0-9a-f]{22}["']?[\s,:;|]{1,6}["']?)K00\d[A-Za-z0-9+/]{27}(?![A-Za-z0-9+/=])/y;

/** Keys of clouds and of hosts of sites, applications and data. */
export const hosting: Family = {
  name: 'hosting',
  detectors: [
    // https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/, https://developers.cloudflare.com/fundamentals/api/get-started/ca-keys/
    secret(
      'cloudflare_token',
      'a Cloudflare API token',
      prefixed(['cfk_', 'cfut_', 'cfat_'], /[A-Za-z0-9]{40,60}/),
      prefixed(['v1.0-'], /[0-9a-f]{24}-[0-9a-f]{146}/),
      ...named(['cloudflare', 'cf_api', 'x-auth-key'], /[\w-]{40}|[0-9a-f]{37}/),
      // https://developers.cloudflare.com/turnstile/get-started/; the key of a site is shorter
      {
        anchors: ['0x4AAAAAA'],
        verify: filtered(matchAt(/0x4AAAAAAA?[\w-]{25}(?![\w-])/y), (value) => isVaried(value.slice(10))),
      },
    ),
    // https://vercel.com/docs/sign-in-with-vercel/tokens, https://vercel.com/docs/vercel-blob/using-blob-sdk
    secret(
      'vercel_token',
      'a Vercel token',
      {
        anchors: ['vcp_', 'vci_', 'vca_', 'vcr_', 'vck_'],
        verify: filtered(
          matchAt(/vc[piark]_[A-Za-z0-9]{24,80}(?![A-Za-z0-9_])/y),
          (value) => isVaried(value) && !isWritten(value),
        ),
      },
      prefixed(['vercel_blob_rw_'], /[A-Za-z0-9]{8,32}_[A-Za-z0-9]{24,64}/),
      ...named(['vercel'], /[A-Za-z0-9]{24}/),
    ),
    // https://www.scaleway.com/en/docs/iam/concepts/#api-key
    secret(
      'scaleway_key',
      'a Scaleway API key',
      prefixed(['SCW'], /[A-Z0-9]{17}/, 0.85),
      ...named(['scaleway', 'scw_'], UUID),
    ),
    // https://www.backblaze.com/docs/cloud-storage-application-keys
    secret(
      'backblaze_key',
      'a Backblaze application key',
      { anchors: ['K00'], verify: filtered(matchAt(BACKBLAZE), (value) => isVaried(value)) },
      ...named(['backblaze', 'b2_'], /K00\d[A-Za-z0-9+/]{27}/),
    ),
    // https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/
    secret(
      'kubernetes_token',
      'a Kubernetes bootstrap token',
      labelled(['kubeadm', 'bootstrap'], /[a-z0-9]{6}\.[a-z0-9]{16}/),
      {
        // `kubeadm join 10.0.0.1:6443 --token …`, and of a cluster file
        anchors: ['--token ', '--token=', 'token: '],
        verify: filtered(matchAt(/(?:--)?token[ =:] ?"?([a-z0-9]{6}\.[a-z0-9]{16})(?![\w.-])/iy), (value) =>
          isVaried(value),
        ),
      },
      {
        // The secret that keeps one in a cluster
        anchors: ['token-secret'],
        verify: filtered(matchAt(/token-secret["']?: "?([a-z0-9]{16})(?![\w.-])/iy), (value) => isVaried(value)),
      },
      // https://kubernetes.io/docs/reference/setup-tools/kubeadm/kubeadm-init/#uploading-control-plane-certificates-to-the-cluster
      {
        anchors: ['certificate-key', 'certificateKey'],
        verify: filtered(matchAt(/certificate-?key["']?[ =:]{1,3}"?([0-9a-f]{64})(?![\w-])/iy), (value) =>
          isVaried(value),
        ),
      },
    ),
  ],
};
