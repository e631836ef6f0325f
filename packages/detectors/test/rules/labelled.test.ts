import { describe, expect, it } from 'vitest';
import { labelled } from '../../src/rules/labelled.js';

const VALUE = '7q0zk2v94mdx8w1trc5b6ehj3ngpfy0a';
const rule = labelled(['acmecloud'], /[0-9a-z]{32}/);

function found(text: string, key = ''): string | undefined {
  const start = text.toLowerCase().indexOf('acmecloud');
  const place = start < 0 ? { start: 0, end: text.length } : { start, end: start + 'acmecloud'.length };
  const hit = rule.verify({ text, key, ...place, round: 0, isAmongWords: () => false, isLabelled: () => false });
  return hit && text.slice(hit.start, hit.end);
}

describe('a value behind the name of its vendor', () => {
  it.each([
    `ACMECLOUD_TOKEN=${VALUE}`,
    `acmecloudToken := "${VALUE}"`,
    `acmecloud.token ?= '${VALUE}'`,
    `var acmecloudKey string = \`${VALUE}\``,
    `{"acmecloud_api_key": "${VALUE}"}`,
    `{\\"acmecloud_api_key\\": \\"${VALUE}\\"}`,
    `{"name":"ACMECLOUD_SECRET","value":"${VALUE}"}`,
    `  :acmecloud_token => "${VALUE}"`,
    `<acmecloudToken>\n  ${VALUE}\n</acmecloudToken>`,
    `setProperty("acmecloud.password", "${VALUE}")`,
    `os.environ["ACMECLOUD_TOKEN"] = "${VALUE}"`,
    `acmecloud:\n  token: ${VALUE}`,
    `provider "acmecloud" {\n  token = "${VALUE}"`,
    `acmecloud login --token ${VALUE}`,
    `| AcmeCloud token | ${VALUE} |`,
    `**AcmeCloud token:** \`${VALUE}\``,
    `ENV ACMECLOUD_TOKEN ${VALUE}`,
    `{"acmecloud": {"apiKey": "${VALUE}"}}`,
    `The AcmeCloud upload token is ${VALUE}.`,
  ])('is found in %j', (text) => {
    expect(found(text)).toBe(VALUE);
  });

  it.each([
    `acmecloud-action@${VALUE}`,
    `acmecloud commit: ${VALUE}`,
    `acmecloud_token = ${VALUE}0`,
    `acmecloud_token = ${VALUE}-b`,
    `acmecloud_token = ${'x'.repeat(32)}`,
  ])('is not what stands in %j', (text) => {
    expect(found(text)).toBeUndefined();
  });

  it('is found under a key with that name', () => {
    expect(rule.keyWords).toContain('acmecloud');
    expect(found(VALUE, 'acme cloud token')).toBe(VALUE);
    expect(found(VALUE, 'acme cloud revision')).toBeUndefined();
  });
});
