import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { LibvirtError } from '../../../src/errors/libvirt-error.ts';
import { TransportError } from '../../../src/errors/transport-error.ts';
import { type Environment, processEnvironment } from '../../../src/session/environment.ts';
import { describeWithLab } from '../../support/lab.ts';
import { type OpenRecorder, recordOpens } from './open-recorder.ts';

/*
 * A machine's own sockets are at a fixed place. Of Macs alone the place depends on the environment, so that here they
 * are looked for where a Mac would have them.
 */
describeWithLab("the machine's daemons", (lab) => {
  let recorder: OpenRecorder;
  let prefix: string;
  let runtime: string;
  beforeAll(async () => {
    recorder = await recordOpens(lab.socketPath);
  });
  afterAll(async () => {
    await recorder[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    prefix = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
    runtime = join(prefix, 'var/run/libvirt');
    await mkdir(runtime, { recursive: true });
    await mkdir(join(prefix, 'etc/libvirt'), { recursive: true });
  });
  afterEach(() => rm(prefix, { recursive: true }));

  const environment = (uid: number): Environment => ({
    ...processEnvironment(),
    platform: 'darwin',
    uid,
    home: prefix,
    variables: { HOMEBREW_PREFIX: prefix, XDG_RUNTIME_DIR: prefix, LIBVIRT_AUTOSTART: '0' },
  });
  const link = (name: string): Promise<void> => symlink(recorder.socketPath, join(runtime, name));

  test.each<readonly [uri: string, uid: number, sockets: readonly string[], taken: string, name: string]>([
    ['qemu:///system', 0, ['virtqemud-sock', 'libvirt-sock'], 'virtqemud-sock', 'qemu:///system'],
    ['qemu:///system', 1000, ['virtqemud-sock', 'libvirt-sock'], 'virtqemud-sock', 'qemu:///system'],
    ['qemu:///session', 0, ['virtqemud-sock', 'libvirt-sock'], 'virtqemud-sock', 'qemu:///session'],
    ['qemu:///system', 0, ['libvirt-sock'], 'libvirt-sock', 'qemu:///system'],
    ['qemu:///system?mode=legacy', 0, ['virtqemud-sock', 'libvirt-sock'], 'libvirt-sock', 'qemu:///system'],
    ['qemu+unix:///system?mode=direct', 0, ['virtqemud-sock', 'libvirt-sock'], 'virtqemud-sock', 'qemu:///system'],
    ['test+unix:///default', 0, ['virtqemud-sock', 'libvirt-sock'], 'libvirt-sock', 'test:///default'],
    ['', 0, ['virtlxcd-sock', 'libvirt-sock'], 'virtlxcd-sock', ''],
    ['', 0, ['virtqemud-sock', 'virtlxcd-sock'], 'virtqemud-sock', ''],
    ['', 0, ['libvirt-sock'], 'libvirt-sock', ''],
  ])('%j of user %d with %j takes %s', async (uri, uid, sockets, taken, name) => {
    await Promise.all(sockets.map(link));
    await using connection = await connect(uri, { environment: environment(uid) });
    expect(connection.session.peer).toBe(`unix:${runtime}/${taken}`);
    expect(recorder.takeOpened()).toEqual([{ name, flags: 0 }]);
  });

  test.each(['xen', 'XEN', 'xen://'])("the name %s is that of Xen's daemon", async (name) => {
    await link('virtxend-sock');
    await expect(connect(name, { environment: environment(0) })).rejects.toBeInstanceOf(LibvirtError);
    expect(recorder.takeOpened()).toEqual([{ name: 'xen:///system', flags: 0 }]);
  });

  test('those who only look have sockets of their own', async () => {
    await link('virtqemud-sock');
    await symlink(lab.readOnlySocketPath, join(runtime, 'virtqemud-sock-ro'));
    const uri = 'qemu:///system?name=test:///default';
    await using connection = await connect(uri, { readOnly: true, environment: environment(0) });
    expect(connection.session.peer).toBe(`unix:${runtime}/virtqemud-sock-ro`);
    const refused = { code: 'VIR_ERR_OPERATION_DENIED' };
    await expect(connection.domainDefineXML('<domain/>')).rejects.toMatchObject(refused);
    await using writer = await connect(uri, { environment: environment(0) });
    await expect(writer.domainDefineXML('<domain/>')).rejects.not.toMatchObject(refused);
  });

  test('a socket that nobody listens at gives way to the next, and all are told', async () => {
    await writeFile(join(runtime, 'virtqemud-sock'), '');
    const opening = connect('qemu:///system', { environment: environment(0) });
    await expect(opening).rejects.toBeInstanceOf(TransportError);
    await expect(opening).rejects.toMatchObject({
      tried: [`unix:${runtime}/virtqemud-sock`, `unix:${runtime}/libvirt-sock`],
      message: expect.stringMatching(/virtqemud-sock.*ECONNREFUSED.*libvirt-sock.*ENOENT.*installed and running\?$/),
    });
    await link('libvirt-sock');
    await using connection = await connect('qemu:///system', { environment: environment(0) });
    expect(connection.session.peer).toBe(`unix:${runtime}/libvirt-sock`);
  });

  test("root's configuration is the machine's", async () => {
    await link('libvirt-sock');
    await writeFile(join(prefix, 'etc/libvirt/libvirt.conf'), 'uri_default = "test+unix:///default"');
    await using connection = await connect(undefined, { environment: environment(0) });
    expect(connection.getURI()).toBe('test+unix:///default');
  });
});
