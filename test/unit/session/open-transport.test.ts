import { expect, test } from '@jest/globals';
import { UsageError } from '../../../src/errors/usage-error.ts';
import { emptyClientConfig } from '../../../src/session/config/client-config.ts';
import { processEnvironment } from '../../../src/session/environment.ts';
import { openTransport } from '../../../src/session/open-transport.ts';
import { parseUri } from '../../../src/session/uri/uri.ts';
import type { Transport } from '../../../src/transport/transport.ts';

function open(uri: string | undefined, platform = 'linux', config = emptyClientConfig): Promise<Transport> {
  return openTransport(uri === undefined ? undefined : parseUri(uri), {
    readOnly: false,
    signal: new AbortController().signal,
    environment: { ...processEnvironment(), platform, uid: 0, variables: {}, exists: () => false },
    config,
    caller: {},
  });
}

test.each<readonly [uri: string | undefined, platform: string, message: string]>([
  ['esx:///', 'linux', 'the esx driver runs inside C programs and no daemon serves it'],
  ['esx://host/?no_verify=1', 'linux', 'then ask for esx+unix:///'],
  ['gsx://host/', 'linux', 'the gsx driver'],
  ['vpx://host/dc/host', 'linux', 'the vpx driver'],
  ['hyperv://host/', 'linux', 'the hyperv driver'],
  ['openvz:///system', 'linux', 'the openvz driver'],
  ['vmwareplayer:///session', 'linux', 'the vmwareplayer driver'],
  ['vmwarews:///session', 'linux', 'the vmwarews driver'],
  ['vmwarefusion:///session', 'linux', 'the vmwarefusion driver'],
  ['qemu:///embed?root=/x', 'linux', 'qemu:///embed runs the driver inside C programs'],
  ['secret:///embed', 'linux', 'secret:///embed runs'],
  ['qemu+unix://host/system', 'linux', 'names the host host'],
  ['qemu+smoke:///system', 'linux', 'the transport smoke is not among those'],
  ['qemu+unix:system', 'linux', 'the path system lacks a slash in front, as in qemu:///system'],
  ['qemu+tcp:///system?mode=x', 'linux', 'mode=x: it is auto'],
  ['qemu+ext:///system', 'linux', 'needs command='],
  ['qemu+unix:///system?socket=', 'linux', 'socket= is empty'],
  ['qemu:///system', 'win32', 'win32 lacks the unix sockets'],
  ['qemu+unix:///system?socket=x', 'win32', 'win32 lacks the unix sockets'],
  [undefined, 'win32', 'win32 lacks the unix sockets'],
])('%s on %s is refused', async (uri, platform, message) => {
  await expect(open(uri, platform)).rejects.toThrow(UsageError);
  await expect(open(uri, platform)).rejects.toThrow(message);
});

test('a bad libvirt.conf is refused, though the URI says nothing', async () => {
  const config = { ...emptyClientConfig, file: '/conf', remoteMode: 'x' };
  await expect(open('qemu+tcp://kvm1/system', 'linux', config)).rejects.toThrow('remote_mode in /conf: it is auto');
});

test.each(['linux', 'darwin', 'win32'])('test:///default is answered on %s', async (platform) => {
  const transport = await open('test:///default?mode=none-of-our-business', platform);
  expect(transport.description).toContain('test');
  transport.destroy();
});
