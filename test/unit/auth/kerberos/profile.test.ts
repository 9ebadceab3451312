import { expect, test } from '@jest/globals';
import { type ProfileText, parseProfile, profileValues } from '../../../../src/auth/kerberos/profile.ts';
import { MechanismError } from '../../../../src/auth/mechanism-error.ts';

const file = '/etc/krb5.conf';
const none = async (): Promise<readonly ProfileText[]> => [];

test('sections, values, sections within, quotes and comments', async () => {
  const text = `
# a comment
; another
[libdefaults]
  default_realm = EXAMPLE.ORG
	default_ccache_name = "FILE:/tmp/my \\"cache\\""
[realms]
EXAMPLE.ORG = {
  kdc = one.example.org
  kdc = two.example.org:750
  inner = {
    deep = yes
  }
}
OTHER.ORG = {
  kdc = three
}*
[domain_realm]
 .example.org = EXAMPLE.ORG
[libdefaults]
  dns_lookup_kdc* = false
`;
  const root = await parseProfile({ file, text }, none);
  expect(profileValues(root, 'libdefaults', 'default_realm')).toEqual(['EXAMPLE.ORG']);
  expect(profileValues(root, 'libdefaults', 'default_ccache_name')).toEqual(['FILE:/tmp/my "cache"']);
  expect(profileValues(root, 'libdefaults', 'dns_lookup_kdc')).toEqual(['false']);
  expect(profileValues(root, 'realms', 'EXAMPLE.ORG', 'kdc')).toEqual(['one.example.org', 'two.example.org:750']);
  expect(profileValues(root, 'realms', 'EXAMPLE.ORG', 'inner', 'deep')).toEqual(['yes']);
  expect(profileValues(root, 'realms', 'OTHER.ORG', 'kdc')).toEqual(['three']);
  expect(profileValues(root, 'domain_realm', '.example.org')).toEqual(['EXAMPLE.ORG']);
  expect(profileValues(root, 'realms', 'NONE', 'kdc')).toEqual([]);
  expect(profileValues(root, 'none')).toEqual([]);
});

test('other files stand where they are named', async () => {
  const asked: string[] = [];
  const root = await parseProfile(
    { file, text: 'include /a\n[x]\nk = 1\nincludedir /b/\nk = 2\n' },
    async (directive, path) => {
      asked.push(`${directive} ${path}`);
      return [{ file: path, text: '[x]\nk = 3\n[y]\nk = 4\n' }];
    },
  );
  expect(asked).toEqual(['include /a', 'includedir /b/']);
  expect(profileValues(root, 'x', 'k')).toEqual(['3', '1', '3', '2']);
  expect(profileValues(root, 'y', 'k')).toEqual(['4', '4']);
});

test('files that include themselves come to an end', async () => {
  const text = 'include /etc/krb5.conf\n';
  await expect(parseProfile({ file, text }, async () => [{ file, text }])).rejects.toThrow(/without end/);
});

test.each([
  ['k = v', 1],
  ['[x]\nnonsense', 2],
  ['[x]\n\n}', 3],
  ['[x]\na b = c', 2],
])('%j is refused', async (text, line) => {
  const parsing = parseProfile({ file, text }, none);
  await expect(parsing).rejects.toThrow(MechanismError);
  await expect(parsing).rejects.toThrow(`${file}:${line} `);
});
