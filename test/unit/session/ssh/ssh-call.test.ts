import { describe, expect, test } from '@jest/globals';
import { emptyClientConfig } from '../../../../src/session/config/client-config.ts';
import { processEnvironment } from '../../../../src/session/environment.ts';
import { remoteRoad, sshCall } from '../../../../src/session/ssh/ssh-call.ts';
import { parseUri } from '../../../../src/session/uri/uri.ts';

const environment = { ...processEnvironment(), uid: 0, variables: {}, home: '/root' };
const options = { readOnly: false, environment, config: emptyClientConfig };

describe('what a URI with ssh asks for', () => {
  test('is what it says, and else what libvirt.conf says', () => {
    const config = { ...emptyClientConfig, file: '/libvirt.conf', remoteProxy: 'netcat', remoteMode: 'legacy' };
    const road = (uri: string): unknown => remoteRoad(parseUri(uri), { ...options, config });
    expect(road('qemu+ssh://host/system')).toMatchObject({ proxy: 'netcat', helperUri: 'qemu:///system' });
    expect(road('qemu+ssh://host/system?proxy=auto')).toMatchObject({ proxy: 'auto' });
    expect(() => road('qemu+ssh://host/system?mode=direct')).toThrow('netcat needs to know the socket');
    const bad = { ...config, remoteProxy: 'pigeon' };
    expect(() => remoteRoad(parseUri('qemu+ssh://host/'), { ...options, config: bad })).toThrow(
      /libvirt\.conf.*pigeon/,
    );
  });

  test.each([
    ['', { proxy: 'auto', socketPath: '/var/run/libvirt/libvirt-sock' }],
    ['?socket=/s', { proxy: 'netcat', socketPath: '/s' }],
    ['?netcat=/nc', { proxy: 'netcat', netcat: '/nc' }],
    ['?mode=direct', { proxy: 'native', socketPath: undefined }],
    ['?mode=direct&socket=/s', { proxy: 'netcat', socketPath: '/s' }],
  ])('%s', (query, expected) => {
    expect(remoteRoad(parseUri(`qemu+ssh://host/system${query}`), options)).toMatchObject(expected);
  });

  test('for readers is the socket for readers, unless it is a user who reads', () => {
    const readers = { ...options, readOnly: true };
    const user = { ...environment, uid: 1000, variables: { XDG_RUNTIME_DIR: '/run/user/1000' } };
    const path = (uri: string, asUser: boolean): string | undefined =>
      remoteRoad(parseUri(uri), asUser ? { ...readers, environment: user } : readers).socketPath;
    expect(path('qemu+ssh://host/system', false)).toBe('/var/run/libvirt/libvirt-sock-ro');
    expect(path('qemu+ssh://host/session', true)).toBe('/run/user/1000/libvirt/libvirt-sock');
  });

  test.each(['keyfile', 'netcat', 'socket'])('is not an empty %s', (name) => {
    expect(() => sshCall(parseUri(`qemu+ssh://host/system?${name}=`), options)).toThrow(`${name}= is empty`);
  });
});
