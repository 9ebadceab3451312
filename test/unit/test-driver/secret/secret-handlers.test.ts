import { expect, test } from '@jest/globals';
import { ConnectListAllSecretsFlags } from '../../../../src/generated/api-enums.ts';
import {
  connectListAllSecrets,
  connectListSecrets,
  connectNumOfSecrets,
  secretDefineXML,
  secretGetValue,
  secretGetXMLDesc,
  secretLookupByUsage,
  secretSetValue,
  secretUndefine,
} from '../../../../src/generated/remote-procedures.ts';
import { openedClient } from '../memory-client.ts';

const flags = 0;

test('a secret is told to those who ask, unless it is private', async () => {
  const client = await openedClient();
  const [open, hidden] = await Promise.all(
    ['no', 'yes'].map((isPrivate) => client.get(secretDefineXML, { xml: `<secret private='${isPrivate}'/>`, flags })),
  );
  if (open === undefined || hidden === undefined) throw new Error('there are two');
  expect(await client.call(secretGetValue, { ...open, flags })).toMatch(/^66 .*does not have a value$/);
  const value = globalThis.crypto.getRandomValues(new Uint8Array(20));
  for (const secret of [open, hidden]) {
    expect(await client.call(secretSetValue, { ...secret, value, flags })).toBeUndefined();
    expect(await client.call(secretSetValue, { ...secret, value: new Uint8Array(), flags })).toMatch(
      /^8 .*not be NULL/,
    );
  }
  expect(await client.get(secretGetValue, { ...open, flags })).toEqual({ value });
  expect(await client.call(secretGetValue, { ...hidden, flags })).toBe('65 Invalid secret: secret is private');
  expect((await client.get(secretGetXMLDesc, { ...hidden, flags })).xml).toContain("private='yes'");
});

test('secrets are listed, chosen by flags, and gone when they are undefined', async () => {
  const client = await openedClient();
  const xml = "<secret ephemeral='yes'><usage type='tls'><name>a</name></usage></secret>";
  await client.get(secretDefineXML, { xml, flags });
  await client.get(secretDefineXML, { xml: '<secret/>', flags });
  const { NO_EPHEMERAL } = ConnectListAllSecretsFlags;
  expect(await client.get(connectNumOfSecrets, undefined)).toEqual({ num: 2 });
  expect((await client.get(connectListSecrets, { maxuuids: 1 })).uuids).toHaveLength(1);
  expect(await client.get(connectListAllSecrets, { need_results: 1, flags: NO_EPHEMERAL })).toMatchObject({
    secrets: [{ usageType: 0, usageID: '' }],
    ret: 1,
  });
  expect(await client.call(connectListAllSecrets, { need_results: 1, flags: 16 })).toMatch(/^8 unsupported flags/);
  const found = await client.get(secretLookupByUsage, { usageType: 4, usageID: 'a' });
  await client.get(secretUndefine, found);
  expect(await client.call(secretUndefine, found)).toMatch(/^66 Secret not found/);
});
