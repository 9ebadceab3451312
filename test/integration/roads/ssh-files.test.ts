import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { judgeHostKey, knownHostName, parseKnownHosts } from '../../../src/transport/ssh/known-hosts.ts';
import { readSshConfig } from '../../../src/transport/ssh/ssh-config.ts';
import { Random } from '../../support/random-values.ts';
import { runProgram } from '../../support/run-program.ts';

/*
 * The files of OpenSSH's users, as we read them and as its own programs do.
 */
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
  await chmod(directory, 0o755);
});
afterAll(() => rm(directory, { recursive: true }));

describe('known_hosts', () => {
  test('of random lines is read as ssh-keygen -F reads it', async () => {
    const random = new Random(20_260_101);
    const hosts = ['kvm1', 'KVM2', 'a.b.example', '10.0.0.1', '2001:db8::1'];
    const ports = [22, 2222];
    const patterns = [
      '*',
      'kvm?',
      '[kvm1]:*',
      '!kvm1',
      '!KVM2',
      '*.example',
      '10.*',
      '[*]:2222',
      '2001:db8::1',
      'kvm1,',
      '',
    ];
    const keys = ['AAAA', 'BBBB', 'CCCC'].map((text) => Buffer.from(`\0\0\0\x0bssh-ed25519${text}`));
    const file = join(directory, 'known_hosts');
    let known = 0;
    for (let round = 0; round < 40; round++) {
      const lines = Array.from({ length: 1 + random.below(4) }, () => {
        const names = Array.from({ length: 1 + random.below(3) }, () =>
          random.chance(0.5) ? random.pick(patterns) : knownHostName(random.pick(hosts), random.pick(ports)),
        ).filter((name) => name !== '');
        return `${names.join(',') || 'nobody'} ssh-ed25519 ${random.pick(keys).toString('base64')}`;
      });
      await writeFile(file, lines.map((line) => `${line}\n`).join(''));
      if (random.chance(0.3)) await runProgram('ssh-keygen', ['-q', '-H', '-f', file]);
      const { stdout: text } = await runProgram('cat', [file]);
      const parsed = parseKnownHosts(text, file);
      const host = random.pick(hosts);
      const port = random.pick(ports);
      const found = await runProgram('ssh-keygen', ['-F', knownHostName(host, port), '-f', file]);
      const theirs = keys.map((key) => found.stdout.includes(key.toString('base64')));
      // Without the port is our own next question, as it is that of ssh itself.
      const ours = keys.map((key) => {
        const only = parsed.filter((line) => Buffer.from(line.key, 'base64').equals(key));
        return only.some((line) => judgeHostKey([{ ...line }], host, port, key).kind === 'known');
      });
      const plain = await runProgram('ssh-keygen', ['-F', knownHostName(host, 22), '-f', file]);
      const withoutPort = keys.map((key) => plain.stdout.includes(key.toString('base64')));
      const expected = theirs.map((is, index) => is || (port !== 22 && withoutPort[index]));
      expect({ text, host, port, known: ours }).toEqual({ text, host, port, known: expected });
      known += ours.filter(Boolean).length;
    }
    // Neither always nor never.
    expect(known).toBeGreaterThan(20);
    expect(known).toBeLessThan(100);
  });
});

describe('ssh_config', () => {
  const keywords = ['hostname', 'user', 'port', 'identityfile', 'proxyjump', 'hostkeyalias', 'userknownhostsfile'];

  /** What ssh -G prints, of the keywords that we look at, where a file has said something about them. */
  async function bySsh(file: string, host: string, user?: string): Promise<Record<string, string[]>> {
    const as = user === undefined ? [] : ['-l', user];
    const ran = await runProgram('ssh', ['-G', '-F', file, ...as, '--', host]);
    expect(ran).toMatchObject({ status: 0 });
    const values: Record<string, string[]> = {};
    for (const line of ran.stdout.split('\n')) {
      const [keyword = '', ...words] = line.split(' ');
      if (keywords.includes(keyword)) values[keyword] = [...(values[keyword] ?? []), words.join(' ')];
    }
    return values;
  }

  test.each([
    ['plain', 'Host far\n  HostName near.example\n  Port 2222\n  User fred\nHost *\n  User nobody\n  Port 1\n', 'far'],
    ['the first that counts', 'Port 7\nHost far\n Port 8\n', 'far'],
    ['another host', 'Host far\n Port 8\nHost other\n Port 9\n', 'other'],
    ['patterns', 'Host *.example !not.example\n User a\nHost n?t.*\n User b\n', 'not.example'],
    ['capitals', 'HOST far\n user=fred\n hostNAME = near\n', 'far'],
    ['capitals of hosts', 'Host Far\n User a\nMatch host FAR\n Port 7\nMatch user Root\n User b\n', 'far'],
    ['quotes', 'Host "far" other\n  IdentityFile "/keys/my key"\n  User "fred"\n', 'far'],
    ['several keys', 'Host far\n IdentityFile /a\n IdentityFile /b\nHost *\n IdentityFile /c\n', 'far'],
    ['jumps', 'Host far\n ProxyJump one@gate:22,two\n HostKeyAlias alias\n UserKnownHostsFile /k1 /k2\n', 'far'],
    ['comments', '# Host far\nHost far # really\n  Port 2222 # as said\n\n   \n', 'far'],
    ['Match all', 'Host other\n Port 1\nMatch all\n User fred\n', 'far'],
    ['Match host', 'Host far\n HostName near\nMatch host near\n User fred\nMatch originalhost far\n Port 99\n', 'far'],
    ['Match negated', 'Match !host far\n User a\nMatch host far,other user root\n Port 5\n', 'far'],
    ['Match two', 'Match host far localuser nobody-here\n User a\nMatch localuser root,*\n Port 5\n', 'far'],
    ['Include', 'Include parts/*.conf\nHost far\n Port 4\n', 'far'],
    ['Include in a Host', 'Host other\n  Include parts/one.conf\nHost far\n  Include parts/one.conf\n', 'far'],
  ])('is read as ssh -G reads it: %s', async (_what, text, host) => {
    const file = join(directory, 'config');
    await mkdir(join(directory, 'parts'), { recursive: true });
    await writeFile(join(directory, 'parts/one.conf'), 'User included\nHost far\n Port 3\nHost other\n User x\n');
    await writeFile(join(directory, 'parts/two.conf'), 'Host far\n HostName second\n');
    const absolute = text.replaceAll('Include parts', `Include ${directory}/parts`);
    await writeFile(file, absolute);
    const localUser = (await runProgram('id', ['-un'])).stdout.trim();
    const empty = join(directory, 'empty');
    await writeFile(empty, '');
    const defaults = await bySsh(empty, host);
    const theirs = await bySsh(file, host);
    const ours = await readSshConfig([file], { host, user: undefined, localUser, home: '/nonexistent' });
    for (const keyword of keywords) {
      const said = ours.all(keyword);
      const expected = theirs[keyword] ?? [];
      if (said.length > 0) expect({ keyword, value: said.join(' ') }).toEqual({ keyword, value: expected.join(' ') });
      else expect({ keyword, value: expected }).toEqual({ keyword, value: defaults[keyword] ?? [] });
    }
  });

  test('in several files counts from the first on, and those that are not there say nothing', async () => {
    const [one, two] = [join(directory, 'one'), join(directory, 'two')];
    await writeFile(one, 'Host far\n User first\n');
    await writeFile(two, 'User second\nPort 22\nIdentityAgent none\n');
    const context = { host: 'far', user: undefined, localUser: 'me', home: '/nonexistent' };
    const config = await readSshConfig([one, join(directory, 'missing'), two], context);
    expect([config.get('user'), config.get('port'), config.get('identityagent'), config.get('hostname')]).toEqual([
      'first',
      '22',
      undefined,
      undefined,
    ]);
  });

  test.each([
    ['Host', /config:1: host has no value/],
    ['= value', /config:1: = value is no setting/],
    ['Match host', /config:1: Match host has no value/],
    ['Include config', /config: Include goes deeper/],
  ])('%s is refused', async (text, message) => {
    const file = join(directory, 'config');
    await writeFile(file, text.replace(' config', ` ${file}`));
    const context = { host: 'far', user: undefined, localUser: 'me', home: '/nonexistent' };
    const reading = readSshConfig([file], context);
    await expect(reading).rejects.toMatchObject({ name: 'UsageError' });
    await expect(reading).rejects.toThrow(message);
  });
});
