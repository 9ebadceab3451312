import { expect, test } from '@jest/globals';
import { processEnvironment } from '../../../../src/session/environment.ts';
import { findDaemonProgram } from '../../../../src/session/unix/daemon-program.ts';

test.each<readonly [variables: Record<string, string>, files: readonly string[], found: string | undefined]>([
  [{}, ['/usr/sbin/libvirtd', '/usr/local/sbin/libvirtd'], '/usr/sbin/libvirtd'],
  [{}, ['/opt/homebrew/sbin/libvirtd'], '/opt/homebrew/sbin/libvirtd'],
  [{ PATH: '/bin:/nix/bin' }, ['/nix/bin/libvirtd'], '/nix/bin/libvirtd'],
  // What is relative to wherever we are is none of the system's programs.
  [{ PATH: '.::bin' }, ['libvirtd', './libvirtd', 'bin/libvirtd'], undefined],
  [{ LIBVIRTD_PATH: '/mine' }, ['/mine/libvirtd', '/usr/sbin/libvirtd'], '/mine/libvirtd'],
  [{ VIRTD_PATH: '/ours', LIBVIRTD_PATH: '/mine' }, ['/mine/libvirtd', '/ours/libvirtd'], '/ours/libvirtd'],
  [{ VIRTD_PATH: '/ours' }, ['/usr/sbin/libvirtd'], undefined],
  [{ VIRTD_PATH: '', LIBVIRTD_PATH: '' }, ['/usr/sbin/libvirtd'], '/usr/sbin/libvirtd'],
])('with %j of %j it is %s', (variables, files, found) => {
  const environment = {
    ...processEnvironment(),
    platform: 'linux',
    variables,
    exists: (path: string) => files.includes(path),
  };
  expect(findDaemonProgram('libvirtd', environment)).toBe(found);
});
