import { expect, test } from '@jest/globals';
import { connectAdmin } from '../../../src/client/connect-admin.ts';
import { TransportError } from '../../../src/errors/transport-error.ts';
import { UsageError } from '../../../src/errors/usage-error.ts';
import { processEnvironment } from '../../../src/session/environment.ts';
import { describeWithLab } from '../../support/lab.ts';
import { runProgram } from '../../support/run-program.ts';

describeWithLab('admin URIs, with virt-admin as the judge', (lab) => {
  const place = (uri: string): string => uri.replace('{admin}', lab.adminSocketPath);
  const judge = (uri: string, environment: Record<string, string> = {}) =>
    runProgram('virt-admin', [...(uri === '' ? [] : ['--connect', uri]), 'uri'], { environment });

  test.each([
    'libvirtd:///system?socket={admin}',
    'libvirtd:///session?socket={admin}',
    'libvirtd:///?socket={admin}',
    'virtqemud:///system?socket={admin}',
    'libvirtd:///system?socket=/nonexistent&socket={admin}',
  ])('%s is opened', async (template) => {
    const uri = place(template);
    const { stdout, stderr } = await judge(uri);
    expect({ uri: stdout.trim(), stderr: stderr.trim() }).toEqual({ uri, stderr: '' });
    await using admin = await connectAdmin(uri);
    expect(admin.getURI()).toBe(uri);
    expect((await admin.listServers()).map(({ name }) => name)).toContain('libvirtd');
  });

  test('LIBVIRT_ADMIN_DEFAULT_URI stands in for a missing URI', async () => {
    const uri = place('libvirtd:///system?socket={admin}');
    expect((await judge('', { LIBVIRT_ADMIN_DEFAULT_URI: uri })).stdout.trim()).toBe(uri);
    const variables = { ...process.env, LIBVIRT_ADMIN_DEFAULT_URI: uri };
    await using admin = await connectAdmin(undefined, { environment: { ...processEnvironment(), variables } });
    expect(admin.getURI()).toBe(uri);
  });

  test.each<readonly [template: string, message: string]>([
    ['nonsense', 'has no driver'],
    ['qemu:///system', 'names a daemon, as libvirtd or virtqemud: not qemu'],
    ['Libvirtd:///system', 'not Libvirtd'],
    ['libvirtd:///', 'ends in /system or /session, not /'],
    ['libvirtd:///other', 'ends in /system or /session, not /other'],
    ['libvirtd:', 'ends in /system or /session, not nothing'],
    ['libvirtd:///system?mode=legacy', 'has no parameter but socket: not mode'],
    ['libvirtd:///system?socket={admin}&x=1', 'has no parameter but socket: not x'],
    ['libvirtd:///system?socket=a b', 'has " " in its query'],
    ['libvirtd:///system?socket=', 'socket= is empty'],
    ['libvirtd+ssh:///system', 'stays on this machine'],
  ])('%s is refused', async (template, message) => {
    const uri = place(template);
    expect((await judge(uri)).status).not.toBe(0);
    await expect(connectAdmin(uri)).rejects.toBeInstanceOf(UsageError);
    await expect(connectAdmin(uri)).rejects.toThrow(message);
  });

  test.each(['libvirtd:///system?socket=/nonexistent', 'virtnodaemond:///system', 'virtnodaemond:///session'])(
    '%s leads nowhere',
    async (uri) => {
      expect((await judge(uri)).status).not.toBe(0);
      await expect(connectAdmin(uri)).rejects.toBeInstanceOf(TransportError);
      await expect(connectAdmin(uri)).rejects.toThrow(/ENOENT.*is the daemon installed and running\?/);
    },
  );
});
