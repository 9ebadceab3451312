import { describe, expect, test } from '@jest/globals';
import { ErrorNumber } from '../../../src/generated/api-enums.ts';
import {
  connectClose,
  connectGetHostname,
  connectGetLibVersion,
  connectListAllDomains,
  domainCreateXML,
  domainGetAutostartOnce,
  domainGetXMLDesc,
  domainLookupByName,
  nodeGetInfo,
} from '../../../src/generated/remote-procedures.ts';
import { connectEmbedded } from '../../../src/test-driver/embedded.ts';
import { MemoryClient, served } from './memory-client.ts';

async function names(client: MemoryClient): Promise<string[]> {
  const listed = await client.call(connectListAllDomains, { need_results: 1, flags: 0 });
  return typeof listed === 'string' ? [listed] : listed.domains.map(({ name }) => name).sort();
}

function document(name: string): string {
  return `<domain type='test'><name>${name}</name><memory>1</memory><os><type>hvm</type></os></domain>`;
}

const file = `<node>
  <cpu><model>i986</model><mhz>6000</mhz><nodes>1</nodes><sockets>1</sockets><cores>4</cores><threads>2</threads></cpu>
  <memory>1000</memory>
  ${document('plain')}
  <domain type='test' xmlns:t='http://libvirt.org/schemas/domain/test/1.0'>
    <name>off</name><memory>1</memory><os><type>hvm</type></os><t:runstate>5</t:runstate>
  </domain>
</node>`;

describe('the test hypervisor', () => {
  test('shares the default host among those who have it open, and then forgets it', async () => {
    const connect = served();
    const [first, second] = [connect(), connect()];
    await first.open();
    await second.open();
    await first.call(domainCreateXML, { xml_desc: document('b'), flags: 0 });
    expect(await names(second)).toEqual(['b', 'test']);
    await first.call(connectClose, undefined);
    await first.ended;
    expect(await names(second)).toEqual(['b', 'test']);
    second.vanish();
    const third = connect();
    await third.open();
    expect(await names(third)).toEqual(['test']);
  });

  test('has one default host in one process, whoever embeds it, and others elsewhere', async () => {
    const [first, second] = [
      new MemoryClient(connectEmbedded('/default')),
      new MemoryClient(connectEmbedded('/default')),
    ];
    const elsewhere = served()();
    for (const client of [first, second, elsewhere]) await client.open();
    await first.call(domainCreateXML, { xml_desc: document('b'), flags: 0 });
    expect(await names(second)).toEqual(['b', 'test']);
    expect(await names(elsewhere)).toEqual(['test']);
    for (const client of [first, second]) client.vanish();
  });

  test('gives each client of a file a host of its own', async () => {
    const connect = served({ readFile: (path) => Promise.resolve(path === '/a.xml' ? file : '<nodes/>') });
    const [first, second] = [connect(), connect()];
    await first.open('test:///a.xml');
    await second.open('test:///a.xml');
    await first.call(domainCreateXML, { xml_desc: document('b'), flags: 0 });
    expect(await names(first)).toEqual(['b', 'off', 'plain']);
    expect(await names(second)).toEqual(['off', 'plain']);
    expect(await second.call(nodeGetInfo, undefined)).toMatchObject({ memory: 1000n, cpus: 8, mhz: 6000 });
    expect(await connect().open('test:///b.xml')).toMatch(/^27 .*expecting root element of 'node', not 'nodes'/);
  });

  test('has no files unless somebody reads them', async () => {
    expect(await served()().open('test:///a.xml')).toMatch(/^27 .*failed to parse xml document '\/a.xml'/);
    const failing = served({ readFile: () => Promise.reject(new Error('secret')) });
    expect(await failing().open('test:///a.xml')).not.toMatch(/secret/);
  });

  test('lets a client that opens twice at once open once', async () => {
    let read: (text: string) => void = () => undefined;
    const client = served({ readFile: () => new Promise((resolve) => (read = resolve)) })();
    const opening = client.open('test:///a.xml');
    expect(await client.open()).toMatch(/connection already open/);
    expect(await client.call(nodeGetInfo, undefined)).toMatch(/hypervisor connection not open/);
    read(file);
    expect(await opening).toBeUndefined();
    expect(await names(client)).toEqual(['off', 'plain']);
  });

  test('plays the release that it is told to', async () => {
    const [old, young] = [served({ release: '9.0.0' })(), served({ release: '12.8.0', hostname: 'kvm1' })()];
    for (const client of [old, young]) await client.open();
    expect(await old.call(connectGetLibVersion, undefined)).toEqual({ lib_ver: 9_000_000n });
    expect(await young.call(connectGetLibVersion, undefined)).toEqual({ lib_ver: 12_008_000n });
    expect(await young.call(connectGetHostname, undefined)).toEqual({ hostname: 'kvm1' });
    const found = await old.call(domainLookupByName, { name: 'test' });
    if (typeof found === 'string') throw new Error(found);
    expect(await old.call(domainGetAutostartOnce, found)).toBe(`${ErrorNumber.ERR_RPC} unknown procedure: 449`);
    expect(await young.call(domainGetAutostartOnce, found)).toMatch(/^3 .*virDomainGetAutostartOnce/);
  });

  test('answers nothing behind the call that closes the connection', async () => {
    const client = served()();
    await client.open();
    const [closed, late] = [client.call(connectClose, undefined), client.call(nodeGetInfo, undefined)];
    expect(await closed).toBeUndefined();
    await client.ended;
    client.vanish();
    expect(await late).toBe('closed');
  });

  test('knows a domain by its uuid, whatever else the client says of it', async () => {
    const client = served()();
    await client.open();
    const found = await client.call(domainLookupByName, { name: 'test' });
    if (typeof found === 'string') throw new Error(found);
    const stale = { ...found.dom, name: 'old', id: 77 };
    expect(await client.call(domainGetXMLDesc, { dom: stale, flags: 0 })).toHaveProperty('xml');
    const gone = { ...stale, uuid: new Uint8Array(16) };
    expect(await client.call(domainGetXMLDesc, { dom: gone, flags: 0 })).toMatch(/^42 .*\(old\)$/);
  });

  test('answers documents of any size and kind', async () => {
    const client = served()();
    await client.open();
    const long = 'x'.repeat(4_000_000);
    const answer = (xml_desc: string): Promise<unknown> => client.call(domainCreateXML, { xml_desc, flags: 0 });
    expect(await answer(long)).toMatch(/^35 /);
    expect(await answer(`<domain>${long}`)).toMatch(/^35 /);
    expect(await answer(`<domain type='${'\u{1f600}'.repeat(500_000)}'><name>a</name></domain>`)).toMatch(/^67 /);
    expect(await answer(document('a').replace('<os>', `<description>${long}</description><os>`))).toHaveProperty('dom');
    const found = await client.call(domainLookupByName, { name: 'a' });
    if (typeof found === 'string') throw new Error(found);
    expect(await client.call(domainGetXMLDesc, { ...found, flags: 0 })).toHaveProperty('xml');
    expect(
      await answer(document('b').replace('<os>', `<description>${'&lt;'.repeat(1_000_000)}</description><os>`)),
    ).toHaveProperty('dom');
  });
});
