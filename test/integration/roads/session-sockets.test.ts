import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { describeWithLab } from '../../support/lab.ts';
import { type OpenRecorder, recordOpens } from './open-recorder.ts';
import { type UnprivilegedUser, unprivilegedUser } from './unprivileged-user.ts';

type Name = 'virtqemud-sock' | 'virtlxcd-sock' | 'libvirt-sock';

/** What each socket's daemon was asked to open, and the URI in the end. */
interface Outcome {
  readonly opened: Readonly<Record<string, readonly (string | null)[]>>;
  readonly uri: string | undefined;
}

describeWithLab("which of a user's daemons is taken, with virsh as the judge", (lab) => {
  let user: UnprivilegedUser;
  const recorders = new Map<Name, OpenRecorder>();
  beforeAll(async () => {
    user = await unprivilegedUser();
    for (const name of ['virtqemud-sock', 'virtlxcd-sock', 'libvirt-sock'] as const) {
      recorders.set(name, await recordOpens(lab.socketPath));
    }
  });
  afterAll(async () => {
    for (const recorder of recorders.values()) await recorder[Symbol.asyncDispose]();
    await user[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    await rm(user.runtime, { recursive: true, force: true });
    await mkdir(user.runtime);
  });

  const opened = (): Outcome['opened'] =>
    Object.fromEntries(
      [...recorders].flatMap(([name, recorder]) => {
        const names = recorder.takeOpened().map((args) => args.name);
        return names.length > 0 ? [[name, names]] : [];
      }),
    );
  const variables = { LIBVIRT_AUTOSTART: '0' };

  async function theirs(uri: string | undefined): Promise<Outcome> {
    const words = uri === undefined ? [] : ['--connect', uri];
    const { status, stdout } = await user.run('virsh', [...words, 'uri'], variables);
    return { uri: status === 0 ? stdout.trim() : undefined, opened: opened() };
  }

  async function ours(uri: string | undefined): Promise<Outcome> {
    const environment = { ...user.environment, variables: { ...user.variables, ...variables } };
    try {
      await using connection = await connect(uri, { environment });
      return { uri: connection.getURI(), opened: opened() };
    } catch {
      return { uri: undefined, opened: opened() };
    }
  }

  const both: readonly Name[] = ['virtqemud-sock', 'libvirt-sock'];
  const name = 'name=test:///default';
  test.each<readonly [uri: string | undefined, sockets: readonly Name[], conf: string, taken: Name | undefined]>([
    [`qemu:///session?${name}`, both, '', 'virtqemud-sock'],
    [`qemu+unix:///session?${name}`, both, '', 'virtqemud-sock'],
    [`qemu:///session?${name}`, ['libvirt-sock'], '', 'libvirt-sock'],
    [`qemu:///session?${name}`, ['virtqemud-sock'], '', 'virtqemud-sock'],
    [`qemu:///session?${name}&mode=auto`, both, 'remote_mode = "legacy"', 'virtqemud-sock'],
    [`qemu:///session?${name}&mode=direct`, both, '', 'virtqemud-sock'],
    [`qemu:///session?${name}&mode=direct`, ['libvirt-sock'], '', undefined],
    [`qemu:///session?${name}&mode=legacy`, both, '', 'libvirt-sock'],
    [`qemu:///session?${name}&MODE=legacy`, ['virtqemud-sock'], '', undefined],
    [`qemu:///session?${name}`, both, 'remote_mode = "legacy"', 'libvirt-sock'],
    [`qemu:///session?${name}`, both, 'remote_mode = "direct"', 'virtqemud-sock'],
    [`qemu:///session?${name}`, ['libvirt-sock'], 'remote_mode = "direct"', undefined],
    [`lxc:///session?${name}`, [...both, 'virtlxcd-sock'], '', 'virtlxcd-sock'],
    [`lxc:///session?${name}`, both, '', 'libvirt-sock'],
    [`QEMU:///session?${name}`, both, '', 'libvirt-sock'],
    ['test+unix:///default', both, '', 'libvirt-sock'],
    ['test+unix:///default?mode=direct', both, '', undefined],
    ['test+unix:///default', ['virtqemud-sock'], '', undefined],
    [`remote+unix:///session?${name}`, both, '', 'libvirt-sock'],
    [`nosuch+unix:///session?${name}`, both, '', 'libvirt-sock'],
    // What does not end in /session is the machine's.
    [`qemu:///system?${name}`, both, '', undefined],
    [`qemu:///sessions?${name}`, both, '', undefined],
    [`qemu:///session/?${name}`, both, '', undefined],
    [undefined, ['libvirt-sock'], '', 'libvirt-sock'],
    [undefined, ['libvirt-sock', 'virtlxcd-sock'], '', 'libvirt-sock'],
    [undefined, both, 'remote_mode = "legacy"', 'libvirt-sock'],
    [undefined, both, 'uri_default = "test+unix:///default"', 'libvirt-sock'],
  ])('%s with %j and %j: %s', async (uri, sockets, conf, taken) => {
    await writeFile(join(user.home, '.config/libvirt/libvirt.conf'), conf);
    for (const socket of sockets) {
      await symlink(recorders.get(socket)?.socketPath ?? '', join(user.runtime, socket));
    }
    const judgement = await theirs(uri);
    expect(Object.keys(judgement.opened)).toEqual(taken === undefined ? [] : [taken]);
    expect(await ours(uri)).toEqual(judgement);
  });
});
