import { describe, expect, test } from '@jest/globals';
import { decodeXdr, encodeXdr, XdrReader } from '@xdr-ts/runtime';
import { domainList } from '../../../src/client/connection/domain-list.ts';
import type { Domain } from '../../../src/client/domain.ts';
import {
  type ConnectListAllDomainsRet,
  connectListAllDomainsRetCodec,
  REMOTE_DOMAIN_LIST_MAX,
} from '../../../src/generated/remote-types.ts';
import { thrownBy } from '../xdr/thrown-by.ts';
import { connectionWith } from './connection-with.ts';

const { connection, calls } = connectionWith({ connectListAllDomains: () => list(3) });
const { result } = domainList(connection);

function list(count: number): ConnectListAllDomainsRet {
  const domains = Array.from({ length: count }, (_, index) => ({
    name: `wéb-${index}`.slice(0, index * 4),
    uuid: Uint8Array.from({ length: 16 }, (__, byte) => index * 16 + byte * 7),
    id: index % 2 === 0 ? -1 : index,
  }));
  return { domains, ret: count };
}

function handlesOf(reply: ConnectListAllDomainsRet): Domain[] {
  return decodeXdr(result, encodeXdr(connectListAllDomainsRetCodec, reply));
}

describe('a list of domains', () => {
  test.each([0, 1, 2, 300])('of %d gives handles of what the protocol reads', (count) => {
    const reply = list(count);
    const handles = handlesOf(reply);
    expect(handles.map(({ reference }) => reference)).toEqual(reply.domains);
    expect(handles.every((handle) => handle.connection === connection)).toBe(true);
  });

  test('is one call of the daemon', async () => {
    expect((await connection.listAllDomains()).map(({ reference }) => reference)).toEqual(list(3).domains);
    expect(calls).toEqual([['connectListAllDomains', { need_results: 1, flags: 0 }]]);
  });

  test('gives each domain bytes of its own when they are asked for', () => {
    const [first, second] = handlesOf(list(2));
    first?.reference.uuid.fill(0xff);
    expect(first?.reference.uuid.buffer.byteLength).toBe(16);
    expect(second?.reference.uuid).toEqual(list(2).domains[1]?.uuid);
    expect(second?.uuid).toBe('10171e25-2c33-3a41-484f-565d646b7279');
  });

  test('cut short anywhere is refused as the protocol refuses it', () => {
    const bytes = encodeXdr(connectListAllDomainsRetCodec, list(3));
    for (let length = 0; length < bytes.length; length++) {
      const cut = bytes.subarray(0, length);
      const expected = thrownBy(() => connectListAllDomainsRetCodec.read(new XdrReader(cut)));
      expect(thrownBy(() => result.read(new XdrReader(cut)))).toEqual(expected);
    }
  });

  test('over the limit, or with a name that is no string, is refused by the same words', () => {
    const many = new Uint8Array(4);
    new DataView(many.buffer).setUint32(0, REMOTE_DOMAIN_LIST_MAX + 1);
    const named = encodeXdr(connectListAllDomainsRetCodec, list(2));
    // The second domain's name: after the count, a domain without one, and the length.
    named[4 + 24 + 4] = 0;
    for (const bytes of [many, named]) {
      const expected = thrownBy(() => connectListAllDomainsRetCodec.read(new XdrReader(bytes)));
      expect(thrownBy(() => result.read(new XdrReader(bytes)))).toEqual(expected);
    }
    expect(thrownBy(() => result.read(new XdrReader(named)))).toMatchObject({
      path: 'domains[1].name',
      reason: 'NUL in a string',
    });
  });
});
