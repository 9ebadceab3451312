import { describe, expect, test } from '@jest/globals';
import { virsh } from '../../support/virsh.ts';
import { describeBesideLibvirtd } from './beside.ts';

/** Commands that only look. */
const looks = [
  'list --all',
  'list --all --name --title --uuid',
  'list --inactive --autostart',
  'dominfo test',
  'domstate test --reason',
  'domid test',
  'domuuid test',
  'domname 1',
  'domhostname test',
  'dumpxml test',
  'dumpxml test --inactive --security-info',
  'domblklist test',
  'domiflist test',
  'desc test',
  'desc test --title',
  'metadata test urn:x',
  'vcpucount test',
  'vcpucount test --maximum --live',
  'snapshot-list test',
  'checkpoint-list test',
  'dominfo nope',
  'domstate nope',
  'start test',
  'nodeinfo',
  'capabilities',
  'version',
  'hostname',
  'maxvcpus',
  'sysinfo',
  'nodecpumap',
  'freecell',
  'net-list --all',
  'net-info default',
  'net-dumpxml default',
  'net-uuid default',
  'net-name dd8fe884-6c02-601e-7551-cca97df1c5df',
  'net-info nope',
  'net-dhcp-leases default',
  'pool-list --all --details',
  'pool-list --type dir',
  'pool-info default-pool',
  'pool-dumpxml default-pool',
  'vol-list default-pool',
  'pool-info nope',
  'iface-list --all',
  'iface-dumpxml eth1',
  'iface-mac eth1',
  'iface-name aa:bb:cc:dd:ee:ff',
  'nodedev-list --tree',
  'nodedev-list --cap scsi_host',
  'nodedev-dumpxml scsi_host11',
  'secret-list',
  'nwfilter-list',
  'domjobinfo test',
  'domcapabilities',
];

/** Commands that change something, done one after the other. */
const changes = [
  'suspend test',
  'domstate test --reason',
  'resume test',
  'reboot test',
  'setmem test 1048576',
  'setmem test 99999999',
  'setmaxmem test 8388608 --config',
  'setvcpus test 1 --live',
  'setvcpus test 3 --live',
  'dominfo test',
  'autostart test',
  'autostart test --disable',
  'desc test --new-desc words --live',
  'desc test --title --new-desc title --config',
  'metadata test urn:x --key k --set <a><b/></a>',
  'metadata test urn:x',
  'dumpxml test',
  'dumpxml test --inactive',
  'metadata test urn:x --remove',
  'domrename test other',
  'shutdown test',
  'domstate test --reason',
  'domrename test other',
  'list --all',
  'start other --paused',
  'start other',
  'destroy other',
  'undefine other',
  'list --all',
];

function withoutTimes(output: string): string {
  return output.replace(/^(CPU time: +)[\d.]+s$/gm, '$1…');
}

describeBesideLibvirtd('virsh', (both) => {
  const ask = (command: string): ReturnType<typeof both<unknown>> =>
    both(async (uri) => {
      const { stdout, stderr, status } = await virsh(uri, ...command.split(' '));
      return { stdout: withoutTimes(stdout), stderr, status };
    });

  describe('tells the same of both', () => {
    test.each(looks)('%s', async (command) => {
      const [ours, theirs] = await ask(command);
      expect(ours).toEqual(theirs);
    });
  });

  test('does the same with both', async () => {
    const commands = changes.join('; ');
    const [ours, theirs] = await both(async (uri) => {
      // One virsh for all: with it the default host would end.
      const { stdout, stderr, status } = await virsh(uri, commands);
      return { stdout: withoutTimes(stdout).split('\n'), stderr: stderr.split('\n'), status };
    });
    expect(ours).toEqual(theirs);
    expect(theirs.stdout.length).toBeGreaterThan(80);
  });
});
