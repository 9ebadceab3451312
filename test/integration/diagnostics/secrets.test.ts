import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { AuthenticationError } from '../../../src/errors/authentication-error.ts';
import { ConnectionError } from '../../../src/errors/connection-error.ts';
import { ProtocolError } from '../../../src/errors/protocol-error.ts';
import { TimeoutError } from '../../../src/errors/timeout-error.ts';
import { DomainXMLFlags } from '../../../src/generated/api-enums.ts';
import {
  domainDefineXML,
  domainSetUserPassword,
  secretGetValue,
  secretSetValue,
} from '../../../src/generated/remote-procedures.ts';
import { processEnvironment } from '../../../src/session/environment.ts';
import { ScriptedServer } from '../../../src/testing/scripted-server.ts';
import { describeWithPrograms } from '../../support/describe-with-programs.ts';
import { startSaslDaemon } from '../../support/sasl-daemon.ts';
import { Witness } from './witness.ts';

jest.setTimeout(60_000);
const environment = { ...processEnvironment(), variables: { XDG_CONFIG_HOME: '/nonexistent' } };

/** A password that is nobody else's, and that no encoding of bytes can contain by chance. */
function madeUp(): string {
  return `s3cret-${randomBytes(9).toString('base64url')}`;
}

describeWithPrograms(['saslpasswd2'], 'what is told of a session with secrets', () => {
  test.each(['SCRAM-SHA-256', 'PLAIN', 'DIGEST-MD5'])(
    'holds none of them: not in traces, logs, errors or recordings, after %s',
    async (mechanism) => {
      await using daemon = await startSaslDaemon({ mechanisms: mechanism, password: madeUp() });
      const directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-secrets-'));
      using witness = await Witness.start();
      const secrets = {
        saslPassword: daemon.password,
        wrongPassword: madeUp(),
        uriPassword: madeUp(),
        secretValue: madeUp(),
        userPassword: madeUp(),
        sshKey: `ssh-ed25519 ${madeUp()} key`,
        vncPassword: madeUp(),
        argument: madeUp(),
        cookie: madeUp(),
        metadata: madeUp(),
        agentInput: madeUp(),
        misplaced: madeUp(),
      };
      const credentials = { username: daemon.name, password: daemon.password };
      try {
        const options = { environment, credentials, record: join(directory, 'test.jsonl') };
        await using connection = await connect(daemon.unixUri, options);
        const graphics = (passwd: string, rest = ''): string =>
          `<graphics type='vnc' port='-1' autoport='yes' passwd='${passwd}'${rest}>`;
        const xml = `<domain type='test' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
          <name>guarded</name><memory>8192</memory><os><type>hvm</type></os>
          <metadata><x:y xmlns:x='urn:x'>${secrets.metadata}</x:y></metadata>
          <devices>${graphics(secrets.vncPassword)}</graphics></devices>
          <qemu:commandline><qemu:arg value='secret,data=${secrets.argument}'/></qemu:commandline></domain>`;
        const domain = await connection.domainDefineXML(xml);
        expect(await domain.getXMLDesc({ flags: DomainXMLFlags.SECURE })).toContain(secrets.vncPassword);

        const bad = xml.replaceAll('</graphics>', '');
        const mismatch = await witness.failure('a document that does not parse', connection.domainDefineXML(bad));
        expect(mismatch).toMatchObject({ code: 'VIR_ERR_XML_DETAIL', message: expect.stringContaining('mismatch') });
        const twice = xml.replace(`passwd='`, `passwd='${secrets.cookie}' passwd='`);
        await witness.failure('an attribute that is there twice', connection.domainDefineXML(twice));

        const user = domain.setUserPassword('root', secrets.userPassword);
        expect(await witness.failure('setUserPassword', user)).toMatchObject({ code: 'VIR_ERR_OPERATION_INVALID' });
        await domain.create();
        await domain.setUserPassword('root', secrets.userPassword);
        await domain.destroy();
        const keys = domain.authorizedSSHKeysSet('root', [secrets.sshKey]);
        await witness.failure('authorizedSSHKeysSet', keys);
        await witness.failure('qemuAgentCommand', domain.qemuAgentCommand(secrets.agentInput));
        await witness.failure(
          'setUserPassword without time',
          domain.setUserPassword('r', secrets.userPassword, { timeout: 0 }),
        );
        const aborted = { signal: AbortSignal.abort(new Error('enough')) };
        await witness.failure('an aborted call', domain.setUserPassword('root', secrets.userPassword, aborted));
        await witness.failure('a NUL', domain.setUserPassword('root', `${secrets.userPassword}\0`));

        // Without a type checker, things go where they do not belong.
        const misplaced = { dom: domain.reference, user: 'root', password: 'x', flags: secrets.misplaced as never };
        await witness.failure('a misplaced password', connection.session.call(domainSetUserPassword, misplaced));
        await domain.undefine();
      } finally {
        witness.recording(join(directory, 'test.jsonl'));
      }

      const secretUri = daemon.unixUri.replace(/^test\+unix:\/\/\/default/, 'secret+unix:///system');
      const record = join(directory, 'secret.jsonl');
      {
        await using connection = await connect(secretUri, { environment, credentials, record });
        const secret = await connection.secretDefineXML(
          `<secret ephemeral='yes'><description>d</description></secret>`,
        );
        await secret.setValue(Buffer.from(secrets.secretValue));
        expect(Buffer.from(await secret.getValue()).toString()).toBe(secrets.secretValue);
        const asText = { secret: secret.reference, value: secrets.secretValue as never, flags: 0 };
        await witness.failure('a value that is text', connection.session.call(secretSetValue, asText));
        await secret.undefine();
        const gone = secret.setValue(Buffer.from(secrets.secretValue));
        expect(await witness.failure('a secret that is gone', gone)).toMatchObject({ code: 'VIR_ERR_NO_SECRET' });
      }
      witness.recording(record);

      const wrong = { ...credentials, password: secrets.wrongPassword };
      const refusal = connect(daemon.unixUri, {
        environment,
        credentials: wrong,
        record: join(directory, 'wrong.jsonl'),
      });
      expect(await witness.failure('a wrong password', refusal)).toBeInstanceOf(AuthenticationError);
      witness.recording(join(directory, 'wrong.jsonl'));
      const inUri = `test+tcp://${daemon.name}:${secrets.uriPassword}@127.0.0.1:${daemon.tcpPort}/default`;
      await witness.failure('a password in the URI', connect(inUri, { environment, credentials: wrong }));
      await witness.failure('an opening without time', connect(inUri, { environment, credentials: wrong, timeout: 0 }));
      await witness.failure('a URI that cannot be', connect(`${inUri}?socket=%zz`, { environment }));
      const noHost = inUri.replace('127.0.0.1', '[127.0.0.1');
      await witness.failure('a host that cannot be', connect(noHost, { environment }));
      await rm(directory, { recursive: true });

      // What was searched has something in it.
      expect([...witness.heard.keys()]).toEqual(
        expect.arrayContaining(['connects', 'calls', 'log', 'sessionStates', 'recording', 'recording, inspected']),
      );
      for (const procedure of ['secretGetValue', 'domainSetUserPassword', 'authSASLStart']) {
        for (const from of ['calls', 'log', 'recording, inspected']) {
          expect(witness.heard.get(from)?.join()).toContain(procedure);
        }
      }
      const told = Object.entries(secrets).map(([name, secret]) => [name, witness.told(secret)]);
      expect(told).toEqual(Object.keys(secrets).map((name) => [name, []]));
    },
  );
});

test('nor does what fails on the way: replies that cannot be read, silence, connections that are lost', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-secrets-'));
  const record = join(directory, 'failing.jsonl');
  using witness = await Witness.start();
  const secrets = { value: madeUp(), password: madeUp(), quoted: madeUp() };
  const secret = { uuid: new Uint8Array(16), usageType: 0, usageID: '' };
  const dom = { name: 'web1', uuid: new Uint8Array(16), id: 1 };
  const server = new ScriptedServer();
  server.on(secretGetValue, ({ serial, client }) => {
    // A value that says that it is longer than the packet, and one with something behind it.
    const value = Buffer.from(secrets.value);
    const packet = Buffer.alloc(32 + value.length);
    for (const [at, word] of [packet.length, 0x20008086, 1, 145, 1, serial, 0, 4096].entries()) {
      packet.writeUInt32BE(word, 4 * at);
    }
    value.copy(packet, 32);
    client.sendBytes(packet);
  });
  server.on(domainDefineXML, (call) => {
    const message = `(domain_definition):1: bad\n<graphics passwd='${secrets.quoted}'\n----^`;
    call.fail({ code: 35, message, str1: '%s', str2: message });
  });
  await using listener = await server.listen({ port: 0 });
  {
    await using connection = await connect(listener.uri, { record, keepAlive: false });
    const { session } = connection;
    const undecodable = await witness.failure(
      'an undecodable reply',
      session.call(secretGetValue, { secret, flags: 0 }),
    );
    expect(undecodable).toBeInstanceOf(ProtocolError);
    await witness.failure('a quoted line', connection.domainDefineXML(`<graphics passwd='${secrets.quoted}'/>`));
    const args = { dom, user: 'root', password: secrets.password, flags: 0 };
    const silence = await witness.failure('silence', session.call(domainSetUserPassword, args, { timeout: 1 }));
    expect(silence).toBeInstanceOf(TimeoutError);
    witness.hear('calls in flight', session.inFlight);
    const lost = witness.failure('a lost connection', session.call(domainSetUserPassword, args));
    (await server.nextCall(domainSetUserPassword)).client.destroy();
    expect(await lost).toBeInstanceOf(ConnectionError);
    witness.hear('session', session);
    witness.hear('connection', connection);
  }
  witness.recording(record);
  await rm(directory, { recursive: true });
  expect(witness.heard.get('recording, inspected')?.join()).toContain('secretGetValue');
  const told = Object.entries(secrets).map(([name, each]) => [name, witness.told(each)]);
  expect(told).toEqual(Object.keys(secrets).map((name) => [name, []]));
});
