import { describe, expect, test } from '@jest/globals';
import { type Environment, processEnvironment } from '../../../src/session/environment.ts';
import {
  clientConfigDirectory,
  configDirectory,
  hasUnixSockets,
  joinPath,
  runtimeDirectory,
  sshProgram,
  systemConfigRoot,
  systemRuntimeDirectory,
} from '../../../src/session/platform.ts';

interface Given {
  readonly variables?: Readonly<Record<string, string>>;
  readonly uid?: number | undefined;
  readonly files?: readonly string[];
}

function on(platform: string, { variables = {}, files = [], ...rest }: Given = {}): Environment {
  return {
    ...processEnvironment(),
    platform,
    variables,
    uid: 'uid' in rest ? rest.uid : 1000,
    home: platform === 'win32' ? 'C:\\Users\\me' : '/home/me',
    exists: (path) => files.includes(path),
  };
}

describe("where the user's own configuration is", () => {
  test.each([
    [on('linux'), '/home/me/.config/libvirt'],
    [on('linux', { variables: { XDG_CONFIG_HOME: '/conf' } }), '/conf/libvirt'],
    [on('linux', { variables: { XDG_CONFIG_HOME: '' } }), '/home/me/.config/libvirt'],
    [on('darwin'), '/home/me/.config/libvirt'],
    [on('win32', { variables: { LOCALAPPDATA: 'D:\\Local' } }), 'D:\\Local\\libvirt'],
    [on('win32'), 'C:\\Users\\me\\AppData\\Local\\libvirt'],
    [on('win32', { variables: { XDG_CONFIG_HOME: 'E:\\conf' } }), 'E:\\conf\\libvirt'],
  ])('%#', (environment, directory) => expect(configDirectory(environment)).toBe(directory));
});

describe('which configuration counts', () => {
  test.each([
    [on('linux', { uid: 0 }), '/etc/libvirt'],
    [on('linux', { uid: 1 }), '/home/me/.config/libvirt'],
    [on('darwin', { uid: 0, files: ['/opt/homebrew/etc/libvirt'] }), '/opt/homebrew/etc/libvirt'],
    [on('win32', { uid: undefined }), 'C:\\Users\\me\\AppData\\Local\\libvirt'],
  ])('%#', (environment, directory) => expect(clientConfigDirectory(environment)).toBe(directory));
});

describe("where the user's own daemons have their sockets", () => {
  test.each([
    [{ XDG_RUNTIME_DIR: '/run/user/1000' }, '/run/user/1000/libvirt'],
    [{ XDG_RUNTIME_DIR: '', XDG_CACHE_HOME: '/cache' }, '/cache/libvirt'],
    [{ XDG_CACHE_HOME: '' }, '/home/me/.cache/libvirt'],
    [{}, '/home/me/.cache/libvirt'],
  ])('with %j', (variables, directory) => expect(runtimeDirectory(on('linux', { variables }))).toBe(directory));
});

describe('what belongs to the machine', () => {
  test.each([
    [on('linux', { files: ['/opt/homebrew/etc/libvirt'] }), '/etc', '/var/run/libvirt'],
    [on('freebsd'), '/etc', '/var/run/libvirt'],
    [on('darwin'), '/etc', '/var/run/libvirt'],
    [on('darwin', { files: ['/usr/local/etc/libvirt'] }), '/usr/local/etc', '/var/run/libvirt'],
    [on('darwin', { files: ['/opt/homebrew/var/run/libvirt'] }), '/etc', '/opt/homebrew/var/run/libvirt'],
    [
      on('darwin', { variables: { HOMEBREW_PREFIX: '/brew' }, files: ['/brew/etc/libvirt', '/brew/var/run/libvirt'] }),
      '/brew/etc',
      '/brew/var/run/libvirt',
    ],
  ])('%#', (environment, config, runtime) => {
    expect(systemConfigRoot(environment)).toBe(config);
    expect(systemRuntimeDirectory(environment)).toBe(runtime);
  });

  test('on Windows', () => {
    expect(systemConfigRoot(on('win32'))).toBe('C:\\ProgramData');
    expect(systemConfigRoot(on('win32', { variables: { PROGRAMDATA: 'D:\\All' } }))).toBe('D:\\All');
  });
});

test.each([
  ['linux', true, 'ssh', '/a/b'],
  ['darwin', true, 'ssh', '/a/b'],
  ['win32', false, 'ssh.exe', '\\a\\b'],
])('%s', (platform, sockets, ssh, path) => {
  expect(hasUnixSockets(on(platform))).toBe(sockets);
  expect(sshProgram(on(platform))).toBe(ssh);
  expect(joinPath(on(platform), '/a', 'b')).toBe(path);
});
