import { randomBytes, randomUUID } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect } from '../../src/client/connect.ts';
import type { Connection } from '../../src/client/connection.ts';
import { DomainState } from '../../src/generated/api-enums.ts';
import { booted } from '../integration/qemu/guest.ts';
import { type HostPort, leadToHost } from '../support/modular-lab/lead-to-host.ts';
import { type ModularHost, startModularHost } from '../support/modular-lab/modular-host.ts';
import { guestXml } from '../support/qemu-lab/guest-xml.ts';

const uuid = 'a1a1a1a1-0000-4000-8000-0000000000d1';
const mac = '52:54:00:00:00:d1';

describe('the modular daemons together', () => {
  let host: ModularHost;
  let tcp: HostPort;
  beforeAll(async () => {
    host = await startModularHost();
    tcp = await leadToHost(host, 16509);
    await using storage = await open('storage:///system');
    const xml = "<pool type='dir'><name>images</name><target><path>/images</path></target></pool>";
    const pool = await storage.storagePoolDefineXML(xml);
    await pool.build();
    await pool.create();
  }, 120_000);
  afterAll(async () => {
    await tcp?.[Symbol.asyncDispose]();
    await host?.stop();
  });

  const open = (uri: string): Promise<Connection> =>
    connect(uri.replace('{port}', String(tcp.port)), { environment: host.environment, timeout: 30_000 });

  test.each([
    'storage:///system',
    'storage:///system?mode=legacy',
    'storage+tcp://127.0.0.1:{port}/system',
    // From there on the bytes go through the daemon of the other driver, and by TCP through three.
    'qemu:///system',
    'qemu:///system?mode=legacy',
    'qemu+tcp://127.0.0.1:{port}/system',
  ])('pass the bytes of a volume on, by %s', async (uri) => {
    const bytes = randomBytes(3 * 1024 * 1024 + 17);
    await using connection = await open(uri);
    const pool = await connection.lookupStoragePoolByName('images');
    const name = `v-${randomUUID()}`;
    const volume = await pool.storageVolCreateXML(
      `<volume><name>${name}</name><capacity>${bytes.length}</capacity></volume>`,
    );
    await pipeline([bytes], await volume.upload());
    const back: Uint8Array[] = [];
    for await (const chunk of await volume.download()) back.push(chunk);
    expect(Buffer.concat(back).equals(bytes)).toBe(true);
    const there = await host.exec('sh', '-c', 'sha256sum < "$0"', `/images/${name}`);
    await using own = await open('storage:///system');
    const listed = await (await own.lookupStoragePoolByName('images')).listAllStorageVolumes();
    expect(listed.map((each) => each.name)).toContain(name);
    const judge = await host.exec(
      'sh',
      '-c',
      'virsh -q -c storage:///system vol-download --pool images "$0" /tmp/judge && sha256sum < /tmp/judge',
      name,
    );
    expect(judge).toBe(there);
    await volume.delete();
  });

  test('keep a secret, which all of them know', async () => {
    const value = randomBytes(24);
    const id = randomUUID();
    await using own = await open('secret:///system');
    const secret = await own.secretDefineXML(
      `<secret ephemeral='yes' private='no'><uuid>${id}</uuid><usage type='volume'><volume>/${id}</volume></usage></secret>`,
    );
    await secret.setValue(value);
    for (const uri of ['qemu:///system', 'secret:///system?mode=legacy', 'qemu+tcp://127.0.0.1:{port}/system']) {
      await using connection = await open(uri);
      const known = await (await connection.lookupSecretByUUID(id)).getValue();
      expect(Buffer.from(known).equals(value)).toBe(true);
    }
    const judge = await host.exec('virsh', '-q', '-c', 'qemu:///system', 'secret-get-value', id);
    expect(judge.trim()).toBe(value.toString('base64'));
    await secret.undefine();
  });

  test('run a guest: its disk, its network and its filter are of other daemons', async () => {
    await using qemu = await open('qemu:///system');
    await using network = await open('network:///system');
    await using nwfilter = await open('nwfilter:///system');
    const pool = await qemu.lookupStoragePoolByName('images');
    await pool.storageVolCreateXML(
      "<volume><name>web.qcow2</name><capacity unit='MiB'>16</capacity><target><format type='qcow2'/></target></volume>",
    );
    const devices = `<disk type='volume' device='disk'><driver name='qemu' type='qcow2'/>
        <source pool='images' volume='web.qcow2'/><target dev='vda' bus='virtio'/></disk>
      <interface type='network'><mac address='${mac}'/><source network='default'/><model type='virtio'/>
        <filterref filter='no-mac-spoofing'/></interface>`;
    const domain = await qemu.domainDefineXML(guestXml({ name: 'web', uuid, devices }));
    await domain.create();
    await booted(domain);
    expect((await domain.getInfo()).state).toBe(DomainState.RUNNING);

    const ports = await (await network.lookupNetworkByName('default')).listAllPorts();
    expect(ports).toHaveLength(1);
    const portXml = await ports[0]?.getXMLDesc();
    expect(portXml).toContain(`<uuid>${uuid}</uuid>`);
    expect(portXml).toContain(mac);
    const bindings = await nwfilter.listAllNWFilterBindings();
    expect(bindings.map(({ filterName }) => filterName)).toEqual(['no-mac-spoofing']);
    const listed = await host.exec('virsh', '-q', '-c', 'nwfilter:///system', 'nwfilter-binding-list');
    expect(listed.trim().split(/\s+/)).toEqual([bindings[0]?.portDev, 'no-mac-spoofing']);

    // The same guest by the way through the daemon for all drivers, its monitor and its agent too.
    await using remote = await open('qemu+tcp://127.0.0.1:{port}/system');
    const again = await remote.lookupDomainByUUID(uuid);
    await expect(again.qemuMonitorCommand('{"execute":"query-name"}')).resolves.toContain('"name":"web"');
    await expect(again.qemuAgentCommand('{"execute":"guest-ping"}')).resolves.toBe('{"return":{}}');
    const [stats] = await remote.getAllDomainStats();
    expect(stats?.domain.name).toBe('web');
    await expect(again.isActive()).resolves.toBe(true);

    await domain.destroy();
    await expect((await network.lookupNetworkByName('default')).listAllPorts()).resolves.toEqual([]);
    await expect(nwfilter.listAllNWFilterBindings()).resolves.toEqual([]);
    await domain.undefine();
  }, 120_000);
});
