import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { connectAdmin } from '../../../src/client/connect-admin.ts';
import type { Connection } from '../../../src/client/connection.ts';
import { ConnectionError } from '../../../src/errors/connection-error.ts';
import { LibvirtRpcError } from '../../../src/errors/libvirt-rpc-error.ts';
import { UsageError } from '../../../src/errors/usage-error.ts';
import { connectGetHostname } from '../../../src/generated/remote-procedures.ts';
import { processEnvironment } from '../../../src/session/environment.ts';
import { replaySession } from '../../../src/testing/replay-session.ts';
import { ScriptedServer } from '../../../src/testing/scripted-server.ts';
import { describeWithPrograms } from '../../support/describe-with-programs.ts';
import { describeWithLab } from '../../support/lab.ts';
import { startSaslDaemon } from '../../support/sasl-daemon.ts';
import { virsh } from '../../support/virsh.ts';
import { hear } from '../../unit/diagnostics/heard.ts';

jest.setTimeout(60_000);
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-recording-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** Looks around, and fails. */
async function look(connection: Connection): Promise<unknown> {
  const domains = await connection.listAllDomains();
  const told = await Promise.all(
    domains.map(async (domain) => ({
      name: domain.name,
      info: await domain.getInfo(),
      lines: (await domain.getXMLDesc()).split('\n').length,
    })),
  );
  const error = await connection.lookupDomainByName('nope').catch((thrown: unknown) => thrown);
  const failure = error instanceof LibvirtRpcError ? { code: error.code, message: error.message } : error;
  return { hostname: await connection.getHostname(), told, failure };
}

describeWithLab('a session with a daemon that is recorded', (lab) => {
  test('is replayed to whoever does the same, for nobody else to read', async () => {
    const record = join(directory, 'look.jsonl');
    let seen: unknown;
    {
      await using connection = await connect(lab.unixUri, { record });
      seen = await look(connection);
    }
    expect((await stat(record)).mode & 0o777).toBe(0o600);
    await using listener = await replaySession(record, { port: 0 });
    for (let client = 0; client < 2; client++) {
      await using connection = await connect(listener.uri);
      expect(await look(connection)).toEqual(seen);
      await expect(connection.numOfDefinedDomains()).rejects.toThrow(
        'the recording has no call of connectNumOfDefinedDomains',
      );
    }
  });

  test('is replayed to other clients, too', async () => {
    const record = join(directory, 'virsh.jsonl');
    let xml: string;
    {
      await using connection = await connect(lab.unixUri, { record });
      xml = await (await connection.lookupDomainByName('test')).getXMLDesc();
    }
    await using listener = await replaySession(record, { port: 0 });
    const { status, stdout } = await virsh(listener.uri, 'dumpxml', 'test');
    expect({ status, xml: stdout.trim() }).toEqual({ status: 0, xml: xml.trim() });
  });

  test('may be one with the part that manages the daemon, and is traced as others are', async () => {
    const record = join(directory, 'admin.jsonl');
    using connects = hear('libvirt-rpc:connect');
    using calls = hear('libvirt-rpc:call');
    {
      await using connection = await connectAdmin(`libvirtd:///system?socket=${lab.adminSocketPath}`, { record });
      expect((await connection.listServers()).length).toBeGreaterThan(0);
    }
    expect(connects.heard.map(({ where }) => where)).toEqual(['start', 'end', 'asyncStart', 'asyncEnd']);
    expect(JSON.stringify(calls.heard)).toContain('adminConnectListServers');
    const procedures = (await readFile(record, 'utf8')).matchAll(/"procedure":"(\w+)"/g);
    expect([...procedures].map(([, name]) => name).slice(0, 4)).toEqual([
      'adminConnectOpen',
      'adminConnectOpen',
      'adminConnectListServers',
      'adminConnectListServers',
    ]);
  });

  test('has its events where they came, and as many bytes on its streams', async () => {
    const record = join(directory, 'events.jsonl');
    const watch = async (connection: Connection): Promise<unknown> => {
      await using events = await connection.events('domain-lifecycle');
      const domain = await connection.domainDefineXML(
        `<domain type='test'><name>recorded</name><memory>8192</memory><os><type>hvm</type></os></domain>`,
      );
      await domain.undefine();
      const found: unknown[] = [];
      for await (const event of events) {
        if (event.type === 'resync') continue;
        found.push({ type: event.type, name: event.domain.name, event: event.event, detail: event.detail });
        if (found.length === 2) break;
      }
      const test = await connection.lookupDomainByName('test');
      const { mime, image } = await test.screenshot({ connection: 'shared' });
      let bytes = 0;
      for await (const chunk of image) bytes += chunk.length;
      return { found, mime, bytes };
    };
    let seen: unknown;
    {
      await using connection = await connect(lab.unixUri, { record });
      seen = await watch(connection);
    }
    expect(seen).toMatchObject({ found: [{ name: 'recorded' }, { name: 'recorded' }], mime: 'image/png' });
    await using listener = await replaySession(record, { path: join(directory, 'replay.sock') });
    await using connection = await connect(listener.uri);
    expect(await watch(connection)).toEqual(seen);
  });
});

describeWithPrograms(['saslpasswd2'], 'a session that was sealed', () => {
  test('is recorded in clear, and replayed to those who have no password', async () => {
    await using daemon = await startSaslDaemon({ mechanisms: 'DIGEST-MD5' });
    const record = join(directory, 'sealed.jsonl');
    const environment = { ...processEnvironment(), variables: { XDG_CONFIG_HOME: '/nonexistent' } };
    let hostname: string;
    {
      const credentials = { username: daemon.name, password: daemon.password };
      await using connection = await connect(daemon.tcpUri, { environment, credentials, record });
      expect(connection.session.isEncrypted).toBe(true);
      hostname = await connection.getHostname();
    }
    const lines = (await readFile(record, 'utf8')).split('\n');
    expect(lines.filter((line) => line.includes('"procedure":"connectGetHostname"')).length).toBe(2);
    await using listener = await replaySession(record, { port: 0 });
    await using connection = await connect(listener.uri, { environment });
    expect(await connection.getHostname()).toBe(hostname);
  });
});

describe('a recording', () => {
  test('goes on with the connection that follows a lost one, and its end is replayed', async () => {
    const record = join(directory, 'lost.jsonl');
    const server = new ScriptedServer();
    await using listener = await server.listen({ port: 0 });
    {
      await using connection = await connect(listener.uri, { record, reconnect: { minDelay: 1 }, keepAlive: false });
      const lost = connection.getHostname();
      (await server.nextCall(connectGetHostname)).client.destroy();
      await expect(lost).rejects.toBeInstanceOf(ConnectionError);
      await new Promise<void>((resolve) => {
        if (connection.state === 'connected') resolve();
        connection.onStateChange((state) => state === 'connected' && resolve());
      });
      const found = connection.getHostname();
      (await server.nextCall(connectGetHostname)).reply({ hostname: 'kvm1' });
      expect(await found).toBe('kvm1');
    }
    await using replay = await replaySession(record, { port: 0 });
    await using first = await connect(replay.uri, { keepAlive: false });
    await expect(first.getHostname()).rejects.toMatchObject({ name: 'ConnectionError', reason: 'eof' });
    await using second = await connect(replay.uri, { keepAlive: false });
    expect(await second.getHostname()).toBe('kvm1');
  });

  test('of an opening that fails is whole', async () => {
    const record = join(directory, 'failed.jsonl');
    await expect(connect('test+tcp://127.0.0.1:1/default', { record })).rejects.toThrow();
    expect(await readFile(record, 'utf8')).toBe('{"format":"libvirt-rpc recording 1"}\n');
    await expect(connect('test:///default', { record: join(directory, 'no/such/folder') })).rejects.toBeInstanceOf(
      UsageError,
    );
  });

  const opened = '{"connection":1,"at":0,"opened":"memory","driver":"test"}';
  test.each([
    ['', 'is a recording of no connection'],
    ['{"format":"something else"}\n', ':1: not "libvirt-rpc recording 1"'],
    [
      '{"format":"libvirt-rpc recording 1"}\n{"connection":1,"from":"client"}\n',
      ':2: connection 1 has not been opened',
    ],
    [
      `{"format":"libvirt-rpc recording 1"}\n${opened}\n{"connection":1,"from":"moon"}\n`,
      ':3: from neither client nor daemon',
    ],
    [
      `{"format":"libvirt-rpc recording 1"}\n${opened}\n{"connection":1,"from":"client","frame":"AAAA"}\n`,
      ':3: not one whole packet',
    ],
    [
      `{"format":"libvirt-rpc recording 1"}\n${opened}\n{"connection":1,"from":"client","frame":"AAAAAQ=="}\n`,
      ':3: packet of 1 bytes',
    ],
    [`{"format":"libvirt-rpc recording 1"}\nnonsense\n`, ':2: '],
  ])('that is none is refused: %j', async (text, message) => {
    const path = join(directory, 'bad.jsonl');
    await writeFile(path, text);
    await expect(replaySession(path, { port: 0 })).rejects.toThrow(message);
    await expect(replaySession(path, { port: 0 })).rejects.toBeInstanceOf(UsageError);
  });
});
