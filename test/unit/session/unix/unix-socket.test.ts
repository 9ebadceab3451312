import { describe, expect, test } from '@jest/globals';
import { UsageError } from '../../../../src/errors/usage-error.ts';
import { emptyClientConfig } from '../../../../src/session/config/client-config.ts';
import { type Environment, processEnvironment } from '../../../../src/session/environment.ts';
import { type DaemonSocket, isUserMode, unixSockets } from '../../../../src/session/unix/unix-socket.ts';
import { parseUri } from '../../../../src/session/uri/uri.ts';
import { type RemoteMode, remoteMode } from '../../../../src/session/uri/uri-params.ts';

const system = '/var/run/libvirt';
const own = '/run/user/1000/libvirt';

/** Surroundings in which just the named files exist. */
function surroundings(uid: number | undefined, ...files: readonly string[]): Environment {
  return {
    ...processEnvironment(),
    platform: 'linux',
    variables: { XDG_RUNTIME_DIR: '/run/user/1000' },
    uid,
    home: '/home/me',
    exists: (path) => files.includes(path),
  };
}

interface Case {
  readonly uri?: string;
  /** Of libvirt.conf, where the URI says nothing. */
  readonly mode?: RemoteMode;
  readonly uid?: number | undefined;
  readonly readOnly?: boolean;
  readonly files?: readonly string[];
  readonly paths: readonly string[];
}

function sockets({ uri, mode, readOnly = false, files = [], ...rest }: Omit<Case, 'paths'>): DaemonSocket[] {
  const parsed = uri === undefined ? undefined : parseUri(uri);
  const config = { ...emptyClientConfig, remoteMode: mode };
  const environment = surroundings('uid' in rest ? rest.uid : 1000, ...files);
  return unixSockets(parsed, { readOnly, environment, mode: remoteMode(parsed, config) });
}

const paths = (given: Omit<Case, 'paths'>): string[] => sockets(given).map(({ path }) => path);

describe('the sockets that a URI leads to', () => {
  test.each<Case>([
    // The driver's own daemon first; where only the one for all is there, that one.
    { uri: 'qemu:///system', paths: [`${system}/virtqemud-sock`, `${system}/libvirt-sock`] },
    { uri: 'qemu:///system', files: [`${system}/libvirt-sock`], paths: [`${system}/libvirt-sock`] },
    {
      uri: 'qemu:///system',
      files: [`${system}/libvirt-sock`, `${system}/virtqemud-sock`],
      paths: [`${system}/virtqemud-sock`, `${system}/libvirt-sock`],
    },
    { uri: 'qemu:///system?mode=auto', files: [`${system}/libvirt-sock`], paths: [`${system}/libvirt-sock`] },
    { uri: 'qemu:///system?mode=direct', files: [`${system}/libvirt-sock`], paths: [`${system}/virtqemud-sock`] },
    { uri: 'qemu:///system?mode=legacy', files: [`${system}/virtqemud-sock`], paths: [`${system}/libvirt-sock`] },
    { uri: 'qemu:///system?MODE=legacy', paths: [`${system}/libvirt-sock`] },
    // Each driver's daemon.
    ...(
      [
        ['qemu', 'virtqemud'],
        ['xen', 'virtxend'],
        ['lxc', 'virtlxcd'],
        ['vbox', 'virtvboxd'],
        ['bhyve', 'virtbhyved'],
        ['vz', 'virtvzd'],
        ['ch', 'virtchd'],
        ['network', 'virtnetworkd'],
        ['storage', 'virtstoraged'],
        ['secret', 'virtsecretd'],
        ['nodedev', 'virtnodedevd'],
        ['nwfilter', 'virtnwfilterd'],
        ['interface', 'virtinterfaced'],
      ] as const
    ).map(([driver, daemon]) => ({ uri: `${driver}:///system?mode=direct`, paths: [`${system}/${daemon}-sock`] })),
    { uri: 'test+unix:///default', uid: 0, paths: [`${system}/libvirt-sock`] },
    { uri: 'remote+unix:///', paths: [`${system}/libvirt-sock`] },
    { uri: 'qemu:///system', mode: 'legacy', paths: [`${system}/libvirt-sock`] },
    { uri: 'qemu:///system', mode: 'direct', paths: [`${system}/virtqemud-sock`] },
    { uri: 'qemu:///system?mode=legacy', mode: 'direct', paths: [`${system}/libvirt-sock`] },
    { uri: 'esx+unix:///?mode=direct', paths: [`${system}/virtesxd-sock`] },
    // A user's own daemons, which root and the likes of Windows do not have.
    { uri: 'qemu:///session', paths: [`${own}/virtqemud-sock`, `${own}/libvirt-sock`] },
    { uri: 'qemu:///session', uid: 0, paths: [`${system}/virtqemud-sock`, `${system}/libvirt-sock`] },
    { uri: 'qemu:///session', uid: undefined, paths: [`${system}/virtqemud-sock`, `${system}/libvirt-sock`] },
    { uri: 'test+unix:///default', paths: [`${own}/libvirt-sock`] },
    { uri: 'qemu:///sessions', paths: [`${system}/virtqemud-sock`, `${system}/libvirt-sock`] },
    // Readers have a socket of their own at the system's daemons alone.
    { uri: 'qemu:///system', readOnly: true, paths: [`${system}/virtqemud-sock-ro`, `${system}/libvirt-sock-ro`] },
    {
      uri: 'qemu:///system',
      readOnly: true,
      files: [`${system}/libvirt-sock-ro`],
      paths: [`${system}/libvirt-sock-ro`],
    },
    { uri: 'qemu:///session', readOnly: true, paths: [`${own}/virtqemud-sock`, `${own}/libvirt-sock`] },
    // A path that is given is the only one.
    { uri: 'qemu:///system?socket=/tmp/s', paths: ['/tmp/s'] },
    { uri: 'qemu:///session?Socket=/tmp/s&mode=legacy', readOnly: true, paths: ['/tmp/s'] },
    { uri: 'qemu:///system?socket=@abstract', paths: ['@abstract'] },
    // Without a URI, a daemon that is there.
    { paths: [`${own}/libvirt-sock`] },
    { files: [`${own}/virtqemud-sock`], paths: [`${own}/virtqemud-sock`, `${own}/libvirt-sock`] },
    { files: [`${own}/virtxend-sock`], paths: [`${own}/libvirt-sock`] },
    {
      files: [`${own}/virtvboxd-sock`, `${own}/virtqemud-sock`],
      paths: [`${own}/virtqemud-sock`, `${own}/virtvboxd-sock`, `${own}/libvirt-sock`],
    },
    { mode: 'legacy', files: [`${own}/virtqemud-sock`], paths: [`${own}/libvirt-sock`] },
    { mode: 'direct', files: [`${own}/virtvboxd-sock`], paths: [`${own}/virtvboxd-sock`] },
    // The daemons that are installed count, too, where the user may start them.
    { files: ['/usr/sbin/virtvboxd'], paths: [`${own}/virtvboxd-sock`, `${own}/libvirt-sock`] },
    { files: ['/usr/sbin/virtqemud', '/usr/sbin/virtvboxd'], paths: [`${own}/virtqemud-sock`, `${own}/libvirt-sock`] },
    { files: ['/usr/sbin/virtqemud', `${own}/libvirt-sock`], paths: [`${own}/libvirt-sock`] },
    {
      files: ['/usr/sbin/virtqemud', `${own}/virtvboxd-sock`],
      paths: [`${own}/virtvboxd-sock`, `${own}/libvirt-sock`],
    },
    { mode: 'direct', files: ['/usr/sbin/virtvboxd'], paths: [`${own}/virtvboxd-sock`] },
    { uid: 0, files: ['/usr/sbin/virtqemud'], paths: [`${system}/libvirt-sock`] },
    { uid: 0, paths: [`${system}/libvirt-sock`] },
    {
      uid: 0,
      files: ['vz', 'bhyve', 'vbox', 'lxc', 'qemu', 'xen'].map((driver) => `${system}/virt${driver}d-sock`),
      paths: ['xen', 'qemu', 'lxc', 'vbox', 'bhyve', 'vz', 'lib'].map((driver) =>
        driver === 'lib' ? `${system}/libvirt-sock` : `${system}/virt${driver}d-sock`,
      ),
    },
    {
      uid: 0,
      readOnly: true,
      files: [`${system}/virtqemud-sock-ro`],
      paths: [`${system}/virtqemud-sock-ro`, `${system}/libvirt-sock-ro`],
    },
  ])('%j', ({ paths: expected, ...given }) => {
    expect(paths(given)).toEqual(expected);
  });

  test.each([
    ['qemu:///system?mode=', /auto, direct or legacy/],
    ['qemu:///system?mode=Direct', /auto, direct or legacy/],
    ['test+unix:///default?mode=direct', /no daemon is only for test/],
    ['remote+unix:///?mode=direct', /no daemon is only for remote/],
    ['qemu:///system?socket=/a%ff', /only paths that are UTF-8/],
    ['qemu:///system?socket=', /socket= is empty/],
  ])('%s are none', (uri, message) => {
    expect(() => paths({ uri })).toThrow(UsageError);
    expect(() => paths({ uri })).toThrow(message);
  });

  test('without a URI and with mode=direct are none where no daemon is', () => {
    expect(() => paths({ mode: 'direct' })).toThrow(UsageError);
    expect(() => paths({ mode: 'direct', files: [`${own}/libvirt-sock`] })).toThrow(/mode=direct: without a URI/);
  });

  test("are started only if they are the user's own", () => {
    const programs = (given: Omit<Case, 'paths'>) => sockets(given).map(({ program }) => program);
    expect(programs({ uri: 'qemu:///session' })).toEqual(['virtqemud', 'libvirtd']);
    expect(programs({ uri: 'test+unix:///default' })).toEqual(['libvirtd']);
    expect(programs({})).toEqual(['libvirtd']);
    expect(programs({ uri: 'qemu:///system' })).toEqual([undefined, undefined]);
    expect(programs({ uri: 'qemu:///session', uid: 0 })).toEqual([undefined, undefined]);
    expect(programs({ uri: 'qemu:///session?socket=/tmp/s' })).toEqual([undefined]);
  });
});

describe('platforms', () => {
  const on = (platform: string, ...files: readonly string[]): Environment => ({
    ...surroundings(501, ...files),
    platform,
  });
  const options = { readOnly: false, mode: 'auto' } as const;

  test('without unix sockets are told what to do', () => {
    for (const uri of [undefined, parseUri('qemu:///system'), parseUri('qemu:///system?socket=x')]) {
      const choose = (): unknown => unixSockets(uri, { ...options, environment: on('win32') });
      expect(choose).toThrow(UsageError);
      expect(choose).toThrow(/win32 lacks the unix sockets .* name a host, as in qemu\+ssh:/);
    }
  });

  test('other than Linux have no abstract ones', () => {
    const uri = parseUri('qemu:///system?socket=@x');
    expect(unixSockets(uri, { ...options, environment: on('linux') })).toEqual([{ path: '@x', program: undefined }]);
    expect(() => unixSockets(uri, { ...options, environment: on('darwin') })).toThrow(
      /Linux's alone, and this is darwin/,
    );
  });

  test('have their own directories', () => {
    const sockets = unixSockets(parseUri('qemu:///system'), {
      ...options,
      environment: on('darwin', '/opt/homebrew/var/run/libvirt'),
    });
    expect(sockets.map(({ path }) => path)).toEqual([
      '/opt/homebrew/var/run/libvirt/virtqemud-sock',
      '/opt/homebrew/var/run/libvirt/libvirt-sock',
    ]);
  });
});

test.each<readonly [uri: string | undefined, uid: number | undefined, userMode: boolean]>([
  [undefined, 1000, true],
  [undefined, 0, false],
  [undefined, undefined, false],
  ['qemu:///session', 1000, true],
  ['qemu+ssh://kvm1/session', 1000, true],
  ['qemu:///session', 0, false],
  ['qemu:///system', 1000, false],
  ['test+tcp:///default', 1000, true],
  ['TEST+tcp:///default', 1000, false],
  ['test:///default', 1000, false],
])('whether %s means the own daemon of user %s: %s', (uri, uid, userMode) => {
  expect(isUserMode(uri === undefined ? undefined : parseUri(uri), surroundings(uid))).toBe(userMode);
});
