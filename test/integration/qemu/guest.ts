import type { Connection } from '../../../src/client/connection.ts';
import type { Domain } from '../../../src/client/domain.ts';
import { eventually } from '../../support/qemu-lab/eventually.ts';
import { guestXml } from '../../support/qemu-lab/guest-xml.ts';
import type { QemuHost } from '../../support/qemu-lab/qemu-host.ts';
import type { Row } from '../oracle/row.ts';

/** Where the guest's disks are in the host. */
export const images = '/images';

export const webXml = guestXml({
  name: 'web',
  uuid: 'a1a1a1a1-0000-4000-8000-000000000001',
  devices: `<disk type='file' device='disk'>
      <driver name='qemu' type='qcow2'/><source file='${images}/web.qcow2'/><target dev='vda' bus='virtio'/>
    </disk>
    <interface type='ethernet'>
      <mac address='52:54:00:00:00:01'/><target dev='webtap'/><model type='virtio'/>
    </interface>`,
});

/** Empty disks: the guest's, and one to be plugged in. */
export async function makeDisks(host: QemuHost): Promise<void> {
  await host.exec('mkdir', '-p', images);
  await host.exec('qemu-img', 'create', '-q', '-f', 'qcow2', `${images}/web.qcow2`, '32M');
  await host.exec('qemu-img', 'create', '-q', '-f', 'qcow2', `${images}/spare.qcow2`, '16M');
}

/** Resolves when the guest has booted, which its agent shows. */
export function booted(domain: Domain): Promise<void> {
  return eventually(`the agent of ${domain.name} answers`, async () => (await domain.getXMLDesc()).includes(connected));
}

const connected = "state='connected'";

/** What Python's expressions use: the domain, and a function that asks until the answer is true. */
export const pythonNames: readonly Row<Connection>[] = [
  { name: 'names', python: "(web := connection.lookupByName('web')).name()", call: async () => 'web' },
  {
    name: 'names',
    python:
      "str((until := lambda ask: next(filter(None, iter(lambda: (__import__('time').sleep(0.02), ask())[1], object()))))) and None",
    call: async () => null,
  },
];
