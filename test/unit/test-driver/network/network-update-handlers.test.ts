import { describe, expect, test } from '@jest/globals';
import { NetworkUpdateCommand, NetworkUpdateFlags, NetworkUpdateSection } from '../../../../src/generated/api-enums.ts';
import {
  networkCreate,
  networkDefineXML,
  networkGetXMLDesc,
  networkUpdate,
} from '../../../../src/generated/remote-procedures.ts';
import { openedClient } from '../memory-client.ts';

const { ADD_FIRST, ADD_LAST, DELETE, MODIFY } = NetworkUpdateCommand;
const Section = NetworkUpdateSection;

interface Updated {
  readonly update: (section: number, command: number, xml: string, flags?: number) => Promise<unknown>;
  readonly xml: () => Promise<string>;
  readonly start: () => Promise<unknown>;
}

async function network(inside: string): Promise<Updated> {
  const client = await openedClient();
  const { net } = await client.get(networkDefineXML, { xml: `<network><name>n</name>${inside}</network>` });
  return {
    update: (section, command, xml, flags = 0) =>
      client.call(networkUpdate, { net, command, section, parentIndex: -1, xml, flags }),
    xml: async () => (await client.get(networkGetXMLDesc, { net, flags: 0 })).xml.replace(/\n\s*/g, ''),
    start: () => client.call(networkCreate, { net }),
  };
}

const ip = "<ip address='10.0.0.1' prefix='24'/>";

describe('an update of a network', () => {
  test('adds, changes and takes away hosts', async () => {
    const { update, xml } = await network(ip);
    const host = (mac: number, address: number): string =>
      `<host mac='52:54:00:00:00:0${mac}' ip='10.0.0.${address}'/>`;
    await update(Section.IP_DHCP_HOST, ADD_LAST, host(1, 5));
    await update(Section.IP_DHCP_HOST, ADD_FIRST, host(2, 6));
    expect(await update(Section.IP_DHCP_HOST, ADD_LAST, host(1, 7))).toMatch(/^55 .*existing dhcp host entry/);
    expect(await update(Section.IP_DHCP_HOST, MODIFY, host(1, 7))).toBeUndefined();
    expect(await xml()).toContain(`<dhcp>${host(2, 6)}${host(1, 7)}</dhcp>`);
    for (const mac of [1, 2]) await update(Section.IP_DHCP_HOST, DELETE, `<host mac='52:54:0:0:0:${mac}'/>`);
    expect(await xml()).not.toContain('dhcp');
    expect(await update(Section.IP_DHCP_HOST, DELETE, host(1, 7))).toMatch(/^55 .*couldn't locate a matching/);
  });

  test('adds and takes away ranges, texts, names, services, interfaces and groups', async () => {
    const { update, xml } = await network(`<forward mode='bridge'/>${ip}`);
    const entries: readonly (readonly [section: number, entry: string])[] = [
      [Section.IP_DHCP_RANGE, "<range start='10.0.0.5' end='10.0.0.9'/>"],
      [Section.DNS_TXT, "<txt name='a' value='b'/>"],
      [Section.DNS_SRV, "<srv service='s' protocol='tcp'/>"],
      [Section.DNS_HOST, "<host ip='10.0.0.3'><hostname>h</hostname></host>"],
      [Section.FORWARD_INTERFACE, "<interface dev='eth0'/>"],
      [Section.PORTGROUP, "<portgroup name='p' default='yes'></portgroup>"],
    ];
    for (const [section, entry] of entries) {
      expect(await update(section, ADD_LAST, entry)).toBeUndefined();
      expect(await xml()).toContain(entry);
      expect(await update(section, ADD_LAST, entry)).toMatch(/^55 /);
      expect(await update(section, 9, entry)).toMatch(/^84 .*unrecognized network update command code 9$/);
    }
    for (const [section, entry] of entries) {
      expect(await update(section, DELETE, entry)).toBeUndefined();
      expect(await xml()).not.toContain(entry);
      expect(await update(section, DELETE, entry)).toMatch(/^55 /);
    }
  });

  test('is for the network as it runs, as it is kept, or both', async () => {
    const { update, xml, start } = await network(ip);
    const { LIVE, CONFIG } = NetworkUpdateFlags;
    const text = (name: string): string => `<txt name='${name}' value='v'/>`;
    expect(await update(Section.DNS_TXT, ADD_LAST, text('a'), LIVE)).toBe(
      '55 Requested operation is not valid: network is not running',
    );
    await start();
    await update(Section.DNS_TXT, ADD_LAST, text('kept'), CONFIG);
    expect(await xml()).not.toContain('txt');
    await update(Section.DNS_TXT, ADD_LAST, text('live'), LIVE);
    expect(await update(Section.DNS_TXT, ADD_LAST, text('kept'), LIVE | CONFIG)).toMatch(/^55 .*already a DNS TXT/);
    await update(Section.DNS_TXT, ADD_LAST, text('both'), LIVE | CONFIG);
    expect(await xml()).toContain(`<dns>${text('live')}${text('both')}</dns>`);
  });

  test.each([
    [Section.BRIDGE, ADD_LAST, '<bridge/>', /^84 .*can't update 'bridge' section of network 'n'$/],
    [Section.IP, ADD_LAST, '<ip/>', /^84 .*can't update 'ip' section/],
    [99, ADD_LAST, '<x/>', /^84 .*can't update unrecognized section/],
    [Section.DNS_TXT, ADD_LAST, '<txt', /^35 \(network_update_xml\)|^35 network_update_xml/],
    [Section.DNS_TXT, ADD_LAST, '<text/>', /^27 .*unexpected element <text>, expecting <txt>/],
    [Section.DNS_TXT, MODIFY, '<txt/>', /^84 .*DNS TXT records cannot be modified/],
    [Section.IP_DHCP_RANGE, ADD_LAST, "<range start='x' end='y'/>", /^55 .*no <ip> element found in network 'n'/],
    [Section.PORTGROUP, ADD_LAST, '<portgroup/>', /^27 .*Missing required name attribute/],
    [Section.FORWARD_INTERFACE, ADD_LAST, '<interface/>', /^27 .*missing dev attribute/],
    [Section.DNS_HOST, ADD_LAST, "<host ip='10.0.0.1'/>", /^35 Missing hostname/],
  ])('of section %d by command %d with %s is refused', async (section, command, xml, complaint) => {
    const { update } = await network('');
    expect(await update(section, command, xml)).toMatch(complaint);
  });
});
