import type { Family } from '../detector.js';
import { labelled } from '../rules/labelled.js';
import { prefixed, prefixedRun } from '../rules/prefixed.js';
import { secret } from '../rules/secret.js';

export const codeHosts: Family = {
  name: 'code-hosts',
  detectors: [
    // https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/, which asks for
    // room up to 255 characters. The checksum at the end is not looked at: a token that was mistyped is still one.
    secret(
      'github_token',
      'a GitHub token',
      prefixed(['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], /[A-Za-z0-9]{30,255}/),
      prefixedRun(['github_pat_'], '\\w', 30, 255),
      // Apps have these since 2026: a JWT behind the number of the app.
      prefixed(['ghs_'], /[0-9]{1,12}_eyJ[\w-]{10,300}\.[\w-]{10,1000}\.[\w-]{10,700}/),
      // Before 2021: plain hex.
      labelled(['github_', 'githubtoken', 'github token', 'github-token', 'gh_token'], /[0-9a-f]{40}/),
    ),
    // https://docs.gitlab.com/security/tokens/#token-prefixes; routable ones end in a version and a length with a checksum.
    secret(
      'gitlab_token',
      'a GitLab token',
      prefixedRun(
        [
          'glpat-',
          'gloas-',
          'gldt-',
          'glrt-',
          'glrtr-',
          'glcbt-',
          'glptt-',
          'glft-',
          'glimt-',
          'glagent-',
          'glwt-',
          'glsoat-',
          'glffct-',
        ],
        '\\w.-',
        20,
        300,
      ),
      prefixed(['GR1348941'], /[\w-]{20,50}/),
      prefixed(['_gitlab_session='], /[0-9a-z]{32}/),
      labelled(['gitlab'], /[A-Za-z0-9_-]{20}/),
    ),
    // https://docs.github.com/en/rest/repos/repos#get-a-repository: in each repository that its owner asks for, so that
    // refusing it would refuse them all.
    {
      id: 'github_clone_token',
      title: 'a temporary GitHub clone token',
      group: 'secret.temporary',
      rules: [labelled(['temp_clone_token', 'tempclonetoken'], /[A-Z0-9]{20,64}/)],
    },
    // https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/
    secret(
      'atlassian_token',
      'an Atlassian API token',
      prefixedRun(['ATATT3', 'ATCTT3', 'ATSTT3'], '\\w=-', 60, 400),
      labelled(['atlassian', 'jira', 'confluence'], /[A-Za-z0-9]{24}|[A-Za-z0-9+/]{44}/),
    ),
    // https://support.atlassian.com/bitbucket-cloud/docs/app-passwords/, https://confluence.atlassian.com/bitbucketserver/http-access-tokens-939515499.html
    secret(
      'bitbucket_token',
      'a Bitbucket token',
      prefixed(['ATBB'], /[A-Za-z0-9]{28,36}/),
      prefixedRun(['BBDC-'], '\\w+/@-', 40, 60),
      labelled(['bitbucket'], /[A-Za-z0-9=_-]{64}|[A-Za-z0-9]{32}|[A-Za-z0-9+/]{44}/),
    ),
    // https://sourcegraph.com/docs/cli/how-tos/creating_an_access_token
    secret(
      'sourcegraph_token',
      'a Sourcegraph access token',
      prefixed(['sgp_'], /(?:(?:[0-9a-fA-F]{16}|local)_)?[0-9a-fA-F]{40}/),
      prefixed(['slk_', 'sgd_'], /[0-9a-f]{64}/),
      labelled(['sourcegraph'], /[0-9a-fA-F]{40}/),
    ),
  ],
};
