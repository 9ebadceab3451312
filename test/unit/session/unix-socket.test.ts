import { describe, expect, test } from '@jest/globals';
import { UsageError } from '../../../src/errors/usage-error.ts';
import { type Environment, processEnvironment } from '../../../src/session/environment.ts';
import { runtimeDirectory } from '../../../src/session/platform.ts';
import { unixSocketPaths } from '../../../src/session/unix-socket.ts';
import { parseUri } from '../../../src/session/uri.ts';

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
  readonly uid?: number | undefined;
  readonly readOnly?: boolean;
  readonly files?: readonly string[];
  readonly paths: readonly string[];
}

const paths = ({ uri, readOnly = false, files = [], ...rest }: Omit<Case, 'paths'>): string[] =>
  unixSocketPaths(
    uri === undefined ? undefined : parseUri(uri),
    readOnly,
    surroundings('uid' in rest ? rest.uid : 1000, ...files),
  );

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
    { uri: '+unix:///', paths: [`${system}/libvirt-sock`] },
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
    ['+unix:///?mode=direct', /no daemon is only for an unnamed driver/],
    ['qemu:///system?socket=', /socket= is empty/],
  ])('%s are none', (uri, message) => {
    expect(() => paths({ uri })).toThrow(UsageError);
    expect(() => paths({ uri })).toThrow(message);
  });
});

describe("where a user's own daemons have their sockets", () => {
  test.each([
    [{ XDG_RUNTIME_DIR: '/run/user/1000' }, '/run/user/1000/libvirt'],
    [{ XDG_RUNTIME_DIR: '', XDG_CACHE_HOME: '/cache' }, '/cache/libvirt'],
    [{ XDG_CACHE_HOME: '' }, '/home/me/.cache/libvirt'],
    [{}, '/home/me/.cache/libvirt'],
  ])('with %j is %s', (variables, directory) => {
    expect(runtimeDirectory({ ...surroundings(1000), variables })).toBe(directory);
  });

  test("is by default this process's own", () => {
    const environment = processEnvironment();
    expect(environment.uid).toBe(process.geteuid?.());
    expect(environment.variables).toBe(process.env);
    expect(environment.exists(import.meta.filename)).toBe(true);
    expect(environment.exists(`${import.meta.filename}.missing`)).toBe(false);
  });
});
