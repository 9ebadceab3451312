import { describe, expect, test } from '@jest/globals';
import { TransportError } from '../../../src/errors/transport-error.ts';
import { UsageError } from '../../../src/errors/usage-error.ts';
import { type Environment, processEnvironment } from '../../../src/session/environment.ts';
import { adminSocketPath, openAdminSession } from '../../../src/session/open-admin-session.ts';
import { parseUri } from '../../../src/session/uri/uri.ts';

const environment: Environment = {
  ...processEnvironment(),
  platform: 'linux',
  variables: { XDG_RUNTIME_DIR: '/run/user/1000' },
  uid: 1000,
  home: '/home/me',
  exists: () => false,
};

describe('the admin socket', () => {
  test.each([
    ['libvirtd:///system', '/var/run/libvirt/libvirt-admin-sock'],
    ['virtqemud:///system', '/var/run/libvirt/virtqemud-admin-sock'],
    ['virtlogd:///session', '/run/user/1000/libvirt/virtlogd-admin-sock'],
    ['libvirtd:///session', '/run/user/1000/libvirt/libvirt-admin-sock'],
    ['libvirtd:///system?socket=/x/y', '/x/y'],
    ['libvirtd:///?socket=/x/y', '/x/y'],
    ['virtqemud+unix:///system', '/var/run/libvirt/virtqemud-admin-sock'],
    ['libvirtd+unix:///system?SOCKET=/x/y', '/x/y'],
  ])('of %s is %s', (uri, path) => expect(adminSocketPath(parseUri(uri), environment)).toBe(path));

  test.each([
    'libvirtd:///',
    'libvirtd:///other',
    'libvirtd:///system?mode=legacy',
    'libvirtd:///system?socket=',
    'libvirtd://host/system',
    'libvirtd+ssh:///system',
    'qemu:///system',
    'Libvirtd:///system',
    'libvirtd:///system?socket=x&name=y',
  ])('is not to be had by %s', (uri) => {
    expect(() => adminSocketPath(parseUri(uri), environment)).toThrow(UsageError);
  });
});

test('platforms without unix sockets have none', () => {
  for (const uri of ['libvirtd:///system', 'libvirtd:///system?socket=x']) {
    expect(() => adminSocketPath(parseUri(uri), { ...environment, platform: 'win32' })).toThrow(/win32 lacks/);
  }
});

describe('without a URI', () => {
  const tried = async (changes: Partial<Environment>, uri?: string): Promise<readonly string[]> => {
    const error = await openAdminSession(uri, { environment: { ...environment, ...changes } }).catch(
      (caught: unknown) => caught,
    );
    return error instanceof TransportError ? error.tried : [String(error)];
  };

  test("an admin session goes to the user's own libvirtd", async () => {
    expect(await tried({ variables: { XDG_RUNTIME_DIR: '/nowhere' } })).toEqual([
      'unix:/nowhere/libvirt/libvirt-admin-sock',
    ]);
  });

  test('root goes to the one of the machine, and everybody where LIBVIRT_ADMIN_DEFAULT_URI says', async () => {
    const variables = { LIBVIRT_ADMIN_DEFAULT_URI: 'virtnodaemond:///system' };
    expect(await tried({ uid: 0, variables })).toEqual(['unix:/var/run/libvirt/virtnodaemond-admin-sock']);
    expect(await tried({ variables }, 'virtothernodaemond:///system')).toEqual([
      'unix:/var/run/libvirt/virtothernodaemond-admin-sock',
    ]);
  });
});
