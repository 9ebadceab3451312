import { expect, test } from '@jest/globals';
import { formatSecret, parseSecret } from '../../../../src/test-driver/secret/secret.ts';

const uuid = '11111111-2222-3333-4444-555555555555';

test.each([
  ['volume', 'volume', 1],
  ['ceph', 'name', 2],
  ['iscsi', 'target', 3],
  ['tls', 'name', 4],
  ['vtpm', 'name', 5],
])('a secret for %s says what it is for, and is written as it is read', (type, element, number) => {
  const secret = parseSecret(
    `<secret private='yes'><usage type='${type}'><${element}>it&apos;s</${element}></usage><uuid>${uuid}</uuid></secret>`,
  );
  expect(secret).toMatchObject({ usageType: number, usageId: "it's", isPrivate: true, isEphemeral: false, uuid });
  const text = formatSecret(secret);
  expect(text).toBe(
    `<secret ephemeral='no' private='yes'>\n  <uuid>${uuid}</uuid>\n  <usage type='${type}'>\n` +
      `    <${element}>it&apos;s</${element}>\n  </usage>\n</secret>\n`,
  );
  expect(parseSecret(text)).toEqual(secret);
});

test('a secret need not be for anything, and then gets a uuid of its own', () => {
  const [one, other] = [parseSecret('<secret/>'), parseSecret("<secret><usage type='none'/></secret>")];
  expect(one).toMatchObject({ usageType: 0, usageId: undefined, value: undefined });
  expect(other).toMatchObject({ usageType: 0, usageId: undefined });
  expect(one.uuid).not.toBe(other.uuid);
});

test.each([
  ['<secrets/>', "expecting root element of 'secret', not 'secrets'"],
  ["<secret private='1'/>", "invalid value of 'private'"],
  ['<secret><uuid>1</uuid></secret>', 'malformed uuid element'],
  ['<secret><usage/></secret>', 'unknown secret usage type'],
  ["<secret><usage type='x'/></secret>", 'unknown secret usage type x'],
  ["<secret><usage type='tls'/></secret>", 'TLS usage specified, but name is missing'],
])('%s is refused', (document, complaint) => {
  expect(() => parseSecret(document)).toThrow(complaint);
});
