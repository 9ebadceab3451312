import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { emptyClientConfig } from '../../../../src/session/config/client-config.ts';
import { processEnvironment } from '../../../../src/session/environment.ts';
import { sshHops } from '../../../../src/session/ssh/ssh-hops.ts';
import type { SshOptions } from '../../../../src/session/ssh/ssh-options.ts';
import type { SshTransportName } from '../../../../src/session/ssh/ssh-road.ts';
import { parseUri } from '../../../../src/session/uri/uri.ts';
import type { SshHop } from '../../../../src/transport/ssh/ssh-session.ts';

const home = mkdtempSync(join(tmpdir(), 'libvirt-rpc-'));
afterAll(() => rmSync(home, { recursive: true }));
mkdirSync(join(home, '.ssh'));

async function hops(uri: string, name: SshTransportName, config = '', ssh: SshOptions = {}): Promise<SshHop[]> {
  writeFileSync(join(home, '.ssh/config'), config);
  const environment = {
    ...processEnvironment(),
    home,
    uid: 1000,
    userName: 'me',
    variables: { SSH_AUTH_SOCK: '/agent' },
  };
  const caller = { ssh };
  const { signal } = new AbortController();
  const options = { readOnly: false, signal, environment, config: emptyClientConfig, caller };
  return sshHops(parseUri(uri), name, options, async () => undefined);
}

/** The only machine on the way. */
async function hop(uri: string, name: SshTransportName, config = ''): Promise<SshHop> {
  const [first, second] = await hops(uri, name, config);
  if (first === undefined || second !== undefined) throw new Error('not one machine');
  return first;
}

describe('the machine that a URI names', () => {
  test('is, without more, the one that libvirt would take', async () => {
    const files = ['id_ed25519', 'id_ecdsa', 'id_rsa'].map((file) => join(home, '.ssh', file));
    expect(await hop('qemu+libssh2:///system', 'libssh2')).toEqual({
      host: 'localhost',
      port: 22,
      keyName: undefined,
      hostKeys: { files: [join(home, '.config/libvirt/known_hosts')], verify: 'normal' },
      login: {
        user: 'root',
        methods: undefined,
        agent: '/agent',
        keyFile: undefined,
        defaultKeyFiles: files,
        ask: undefined,
      },
    });
    const own = await hop('qemu+ssh://kvm1/system', 'ssh');
    expect(own.login.user).toBe('me');
    expect(own.hostKeys.files).toEqual([join(home, '.ssh/known_hosts'), '/etc/ssh/ssh_known_hosts']);
  });

  const config = [
    'Host kvm1',
    '  HostName %h.example',
    '  Port 2222',
    '  User fred',
    '  IdentityFile ~/.ssh/%h-%r',
    '  IdentityAgent none',
    '  UserKnownHostsFile ~/known',
    '  StrictHostKeyChecking accept-new',
    '',
  ].join('\n');

  test('is as ssh_config says, except for libssh2, which reads none', async () => {
    expect(await hop('qemu+libssh://kvm1/system', 'libssh', config)).toMatchObject({
      host: 'kvm1.example',
      port: 2222,
      login: { user: 'fred', keyFile: join(home, '.ssh/kvm1.example-fred') },
      hostKeys: { files: [join(home, '.config/libvirt/known_hosts')], verify: 'normal' },
    });
    expect((await hop('qemu+ssh://kvm1/system', 'ssh', config)).hostKeys).toMatchObject({
      files: [join(home, 'known'), '/etc/ssh/ssh_known_hosts'],
      verify: 'auto',
    });
    expect(await hop('qemu+libssh2://kvm1/system', 'libssh2', config)).toMatchObject({ host: 'kvm1', port: 22 });
  });

  test('is as the URI says before all', async () => {
    const uri =
      'qemu+libssh://ann@kvm1:22/system?keyfile=/k&known_hosts=/h&known_hosts_verify=ignore&sshauth=Password,agent';
    expect(await hop(uri, 'libssh', config)).toMatchObject({
      port: 22,
      login: { user: 'ann', keyFile: '/k', methods: ['password', 'agent'] },
      hostKeys: { files: ['/h'], verify: 'ignore' },
    });
    expect((await hop('qemu+ssh://kvm1/system?no_verify=1', 'ssh')).hostKeys.verify).toBe('auto');
  });
});

describe('machines on the way', () => {
  test('come from the options, and else from ssh_config', async () => {
    const config = 'Host gate\n User porter\n IdentityFile /gate\nHost kvm1\n ProxyJump one@gate:2200,ssh://[::1]:7/\n';
    const places = (all: readonly SshHop[]): unknown[] =>
      all.map(({ host, port, login: { user, keyFile } }) => [host, port, user, keyFile]);
    expect(places(await hops('qemu+libssh://kvm1/system?keyfile=/k', 'libssh', config))).toEqual([
      ['gate', 2200, 'one', '/gate'],
      ['::1', 7, 'root', '/k'],
      ['kvm1', 22, 'root', '/k'],
    ]);
    const jump = ['gate', 'x@y'];
    expect(places(await hops('qemu+libssh://kvm1/system', 'libssh', config, { jump }))).toEqual([
      ['gate', 22, 'porter', '/gate'],
      ['y', 22, 'x', undefined],
      ['kvm1', 22, 'root', undefined],
    ]);
    expect(await hops('qemu+libssh2://kvm1/system', 'libssh2', config)).toHaveLength(1);
  });

  test.each([
    ['a b:c:d', /"a b:c:d" is no machine to go through/],
    ['host:99999', /99999 is no port/],
    [Array.from({ length: 9 }, () => 'x').join(','), /9 machines to go through, of at most 8/],
  ])('are not %s', async (jump, message) => {
    await expect(hops('qemu+libssh2://kvm1/system', 'libssh2', '', { jump })).rejects.toThrow(message);
  });

  test('are not a program, which only the system has', async () => {
    const opening = hops('qemu+libssh://kvm1/system', 'libssh', 'ProxyCommand nc %h %p\n');
    await expect(opening).rejects.toThrow(/ProxyCommand for kvm1.*use \+ssh/);
    expect(await hops('qemu+libssh://kvm1/system', 'libssh', 'ProxyCommand none\nProxyJump none\n')).toHaveLength(1);
  });
});
