import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { CredentialRequest } from '../../../src/auth/credentials.ts';
import { connect } from '../../../src/client/connect.ts';
import { AuthenticationError } from '../../../src/errors/authentication-error.ts';
import { UsageError } from '../../../src/errors/usage-error.ts';
import { processEnvironment } from '../../../src/session/environment.ts';
import { describeWithPrograms } from '../../support/describe-with-programs.ts';
import { type SaslDaemon, startSaslDaemon } from '../../support/sasl-daemon.ts';
import { recordCalls } from './call-recorder.ts';
import { TlsLab, tlsUri } from './tls-lab.ts';
import { refused, refusedAlone, travel, travelAlone } from './travel.ts';

// Daemons take their time to start, all the more on a machine that is busy with other tests.
jest.setTimeout(60_000);

const programs = ['saslpasswd2'];

/** What would be found in a user's home is of no concern here. */
const environment = { ...processEnvironment(), variables: { XDG_CONFIG_HOME: '/nonexistent' } };

describeWithPrograms(programs, 'SASL on a unix socket', () => {
  test.each(['SCRAM-SHA-512', 'SCRAM-SHA-256', 'SCRAM-SHA-1', 'DIGEST-MD5', 'PLAIN'])(
    '%s: by auth.conf, by what the program knows, by asking; and with a wrong password not at all',
    async (mechanism) => {
      await using daemon = await startSaslDaemon({ mechanisms: mechanism });
      const { name, password, unixUri } = daemon;
      const authFile = await daemon.authFile();
      await travel(`${unixUri}&authfile=${authFile}`);
      await travelAlone(unixUri, { environment, credentials: { username: name, password } });
      await travelAlone(unixUri, {
        environment,
        credentials: async ({ kind }) => (kind === 'password' ? password : name),
      });

      const wrong = `${password}x`;
      const wrongFile = await daemon.authFile({ authname: name, password: wrong });
      const error = await refused(`${unixUri}&authfile=${wrongFile}`);
      expect(error).toBeInstanceOf(AuthenticationError);
      expect(error).toMatchObject({
        offered: [`sasl.${mechanism}`],
        message: expect.stringContaining(`SASL ${mechanism}: the daemon did not let us in`),
        cause: { code: 'VIR_ERR_AUTH_FAILED' },
      });
      expect(inspect(error, { depth: 20 }) + JSON.stringify(error)).not.toContain(password);
    },
  );

  test('ANONYMOUS needs no name', async () => {
    await using daemon = await startSaslDaemon({ mechanisms: 'ANONYMOUS' });
    await travelAlone(daemon.unixUri, { environment });
    await travelAlone(`${daemon.unixUri}&auth=sasl.anonymous`, { environment });
  });

  test('names and passwords may be in any letters', async () => {
    const account = { name: 'jörg', password: 'Łódź=,"\\ 密码 \u{1f511}' };
    await using daemon = await startSaslDaemon({ mechanisms: 'SCRAM-SHA-256 DIGEST-MD5 PLAIN', ...account });
    const file = await daemon.authFile({ authname: account.name, password: account.password.replace('\\', '\\\\') });
    for (const mechanism of ['SCRAM-SHA-256', 'DIGEST-MD5', 'PLAIN']) {
      await travel(`${daemon.unixUri}&auth=sasl.${mechanism}&authfile=${file}`);
    }
  });

  test('who is not on sasl_allowed_username_list is refused, and told so', async () => {
    await using daemon = await startSaslDaemon({
      mechanisms: 'SCRAM-SHA-256',
      config: { sasl_allowed_username_list: ['joe*'] },
    });
    const error = await refused(`${daemon.unixUri}&authfile=${await daemon.authFile()}`);
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error).toMatchObject({ cause: { code: 'VIR_ERR_AUTH_FAILED' }, offered: ['sasl.SCRAM-SHA-256'] });
  });

  test('acting as another is told to the daemon, which knows nobody else', async () => {
    await using daemon = await startSaslDaemon({ mechanisms: 'PLAIN SCRAM-SHA-256' });
    const { name, password } = daemon;
    const credentials = { authname: name, password, username: 'somebody-else' };
    for (const mechanism of ['PLAIN', 'SCRAM-SHA-256']) {
      const uri = `${daemon.unixUri}&auth=sasl.${mechanism}`;
      const error = await refusedAlone(uri, { environment, credentials });
      expect(error).toMatchObject({ cause: { code: 'VIR_ERR_AUTH_FAILED' } });
      await travelAlone(uri, { environment, credentials: { ...credentials, username: name } });
    }
  });
});

describeWithPrograms(programs, 'a daemon with a choice of mechanisms', () => {
  let daemon: SaslDaemon;
  beforeAll(async () => {
    daemon = await startSaslDaemon({ mechanisms: 'PLAIN ANONYMOUS DIGEST-MD5 SCRAM-SHA-1 CRAM-MD5 SCRAM-SHA-256' });
  });
  afterAll(() => daemon.stop());

  const asked = async (query: string): Promise<readonly string[]> => {
    const mechanisms: string[] = [];
    const credentials = ({ kind, mechanism }: CredentialRequest): string => {
      mechanisms.push(mechanism);
      return kind === 'password' ? daemon.password : daemon.name;
    };
    await travelAlone(`${daemon.unixUri}${query}`, { environment, credentials });
    return [...new Set(mechanisms)];
  };

  test('is convinced by the strongest, or by the one that the URI insists on', async () => {
    expect(await asked('')).toEqual(['SCRAM-SHA-256']);
    expect(await asked('&auth=sasl')).toEqual(['SCRAM-SHA-256']);
    expect(await asked('&AUTH=SASL.plain')).toEqual(['PLAIN']);
    expect(await asked('&auth=sasl.DIGEST-MD5')).toEqual(['DIGEST-MD5']);
    expect(await asked('&auth=sasl.Scram-Sha-1')).toEqual(['SCRAM-SHA-1']);
  });

  test('is told what there is when the URI insists on another', async () => {
    const error = await refused(`${daemon.unixUri}&auth=sasl.GSSAPI`);
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error).toMatchObject({ message: expect.stringContaining('does not offer GSSAPI') });
    expect(error.offered).toEqual(expect.arrayContaining(['sasl.SCRAM-SHA-256', 'sasl.PLAIN', 'sasl.CRAM-MD5']));
    const unknown = await refusedAlone(`${daemon.unixUri}&auth=sasl.CRAM-MD5`, { environment });
    expect(unknown).toMatchObject({ message: expect.stringContaining('CRAM-MD5 (not known here)') });
    for (const word of ['kerberos', 'sasl.', '']) {
      expect(await refusedAlone(`${daemon.unixUri}&auth=${word}`, { environment })).toBeInstanceOf(UsageError);
    }
  });

  test('takes a mechanism that the program brings', async () => {
    const { name, password } = daemon;
    const said: string[] = [];
    await travelAlone(`${daemon.unixUri}&auth=sasl.CRAM-MD5`, {
      environment,
      saslMechanisms: [
        {
          name: 'CRAM-MD5',
          rank: 1,
          seals: false,
          async *converse(context) {
            const challenge = yield null;
            const { createHmac } = await import('node:crypto');
            const digest = createHmac('md5', await context.credential('password'))
              .update(challenge ?? '')
              .digest('hex');
            said.push(`${context.service} ${context.host} ${context.secure}`);
            yield Buffer.from(`${await context.credential('authname')} ${digest}`);
            return { response: null };
          },
        },
      ],
      credentials: { username: name, password },
    });
    expect(said).toEqual(['libvirt localhost true']);
  });
});

describeWithPrograms(programs, 'credentials', () => {
  let daemon: SaslDaemon;
  let home: string;
  beforeAll(async () => {
    daemon = await startSaslDaemon({ mechanisms: 'SCRAM-SHA-256' });
    home = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
    await mkdir(join(home, 'libvirt'));
  });
  afterAll(async () => {
    await daemon.stop();
    await rm(home, { recursive: true });
  });

  /** Goes with our environment as virsh goes with its own. */
  const both = async (road: typeof travel | typeof refused, query: string, variables: Record<string, string>) => {
    const ours = { ...processEnvironment(), variables };
    return road(`${daemon.unixUri}${query}`, { environment: ours }, variables);
  };
  const config = (...lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
  const good = () => ['[credentials-x]', `authname=${daemon.name}`, `password=${daemon.password}`];
  const bad = () => ['[credentials-x]', `authname=${daemon.name}`, 'password=wrong'];

  test('are asked for one by one, with what there is to know', async () => {
    const requests: CredentialRequest[] = [];
    const controller = new AbortController();
    await travelAlone(daemon.unixUri, {
      environment,
      signal: controller.signal,
      credentials: (request) => {
        requests.push(request);
        return request.kind === 'password' ? daemon.password : daemon.name;
      },
    });
    const about = { mechanism: 'SCRAM-SHA-256', host: 'localhost', challenge: undefined, defaultValue: undefined };
    expect(requests).toMatchObject([
      { kind: 'authname', prompt: expect.stringMatching(/name/), ...about },
      { kind: 'password', prompt: expect.stringMatching(/password/), ...about },
    ]);
    for (const { signal } of requests) expect(signal).toBeInstanceOf(AbortSignal);
  });

  test('come from auth.conf first, and only what it has not is asked for', async () => {
    const asked: string[] = [];
    const file = await daemon.authFile({ authname: daemon.name });
    await travelAlone(`${daemon.unixUri}&authfile=${file}`, {
      environment,
      credentials: ({ kind }) => {
        asked.push(kind);
        return daemon.password;
      },
    });
    expect(asked).toEqual(['password']);
    const credentials = { username: 'nobody', password: 'wrong' };
    await travelAlone(`${daemon.unixUri}&authfile=${await daemon.authFile()}`, { environment, credentials });
  });

  test('come from LIBVIRT_AUTH_FILE, or else the URI, or else the home', async () => {
    const right = await daemon.authFile();
    const wrong = await daemon.authFile({ authname: daemon.name, password: 'wrong' });
    const inHome = join(home, 'libvirt', 'auth.conf');
    await both(travel, `&authfile=${wrong}`, { LIBVIRT_AUTH_FILE: right, XDG_CONFIG_HOME: home });
    await both(refused, `&authfile=${right}`, { LIBVIRT_AUTH_FILE: wrong, XDG_CONFIG_HOME: home });
    await writeFile(inHome, config(...good(), '[auth-libvirt-localhost]', 'credentials=x'));
    await both(travel, '', { XDG_CONFIG_HOME: home });
    await both(refused, `&authfile=${wrong}`, { XDG_CONFIG_HOME: home });
    await writeFile(inHome, config(...bad(), '[auth-libvirt-localhost]', 'credentials=x'));
    await both(travel, `&authfile=${right}`, { XDG_CONFIG_HOME: home });
    await both(refused, '', { XDG_CONFIG_HOME: home });
  });

  test.each([
    [
      'of this host before those of all',
      () => [
        ...good(),
        '[credentials-y]',
        'authname=z',
        'password=z',
        '[auth-libvirt-default]',
        'credentials=y',
        '[auth-libvirt-localhost]',
        'credentials=x',
      ],
    ],
    [
      'with spaces, comments and parts',
      () => [
        '# my file',
        '',
        '[credentials-x]',
        ` authname =\t${daemon.name}`,
        'password=wrong',
        '[auth-libvirt-default]',
        '  credentials = x',
        '[credentials-x]',
        `password=${daemon.password}`,
      ],
    ],
    [
      'with keys that nobody knows',
      () => [...good(), 'future=1', 'password[de]=2', '[auth-libvirt-default]', 'credentials=x'],
    ],
  ])('are found in a file: %s', async (_, lines) => {
    const file = join(home, 'good.conf');
    await writeFile(file, config(...lines()));
    await both(travel, '', { LIBVIRT_AUTH_FILE: file, XDG_CONFIG_HOME: home });
  });

  test.each([
    ['that is not there', undefined, UsageError, /auth file .*none\.conf cannot be read: ENOENT/],
    ['that is no such file', ['nonsense'], UsageError, /bad\.conf:1 is neither/],
    ['with lines before the first group', ['password=x', '[g]'], UsageError, /bad\.conf:1 stands before/],
    [
      'that points nowhere',
      ['[auth-libvirt-default]', 'credentials=z'],
      UsageError,
      /\[credentials-z\], which is not there/,
    ],
    ['that points not at all', ['[auth-libvirt-default]', 'password=z'], UsageError, /has no credentials=/],
    [
      'with a bad escape',
      ['[credentials-x]', 'authname=a', 'password=geheim\\q', '[auth-libvirt-default]', 'credentials=x'],
      UsageError,
      /bad\.conf:3 has a backslash in password/,
    ],
    [
      'for other hosts',
      ['[credentials-x]', 'authname=a', '[auth-libvirt-kvm1]', 'credentials=x'],
      AuthenticationError,
      /needs a name; the option credentials or auth\.conf/,
    ],
  ])('are not found in a file %s', async (_, lines, type, reason) => {
    const file = join(home, lines === undefined ? 'none.conf' : 'bad.conf');
    if (lines !== undefined) await writeFile(file, config(...lines));
    const error = await both(refused, '', { LIBVIRT_AUTH_FILE: file, XDG_CONFIG_HOME: home });
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ message: expect.stringMatching(reason) });
    expect(inspect(error)).not.toContain('geheim');
  });

  test('that nobody gives are missed, with what was offered', async () => {
    for (const credentials of [undefined, {}, { username: daemon.name }, () => undefined, async () => undefined]) {
      const error = await refusedAlone(daemon.unixUri, { environment, credentials });
      expect(error).toBeInstanceOf(AuthenticationError);
      expect(error).toMatchObject({
        offered: ['sasl.SCRAM-SHA-256'],
        message: expect.stringMatching(/SCRAM-SHA-256 needs a (name|password)/),
      });
    }
  });

  test('whose callback throws are missed, with its reason', async () => {
    const cause = new Error('the keyring is locked');
    const error = await refusedAlone(daemon.unixUri, { environment, credentials: () => Promise.reject(cause) });
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error.cause).toBe(cause);
  });

  test('that never come are waited for no longer than the caller wants', async () => {
    const controller = new AbortController();
    let given: AbortSignal | undefined;
    const opening = connect(daemon.unixUri, {
      environment,
      signal: controller.signal,
      credentials: ({ signal }) => {
        given = signal;
        controller.abort(new Error('enough'));
        return new Promise(() => undefined);
      },
    });
    await expect(opening).rejects.toMatchObject({ name: 'AbortError', cause: { message: 'enough' } });
    expect(given?.aborted).toBe(true);
    const never = () => new Promise<string>(() => undefined);
    const timely = connect(daemon.unixUri, { environment, timeout: 50, credentials: never });
    await expect(timely).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

describeWithPrograms(programs, 'SASL on TCP', () => {
  describe('DIGEST-MD5 with its security layer', () => {
    let daemon: SaslDaemon;
    beforeAll(async () => {
      daemon = await startSaslDaemon({ mechanisms: 'DIGEST-MD5' });
    });
    afterAll(() => daemon.stop());

    test('goes all the way, and counts as secure', async () => {
      const uri = `${daemon.tcpUri}?authfile=${await daemon.authFile()}`;
      await travel(uri);
      await using connection = await connect(uri);
      expect(connection.session).toMatchObject({ isSecure: true, isEncrypted: true });
      expect(inspect(connection, { depth: 20, showHidden: true })).not.toContain(daemon.password);
      expect(JSON.stringify(connection)).not.toContain(daemon.password);
    });

    test('is refused with a wrong password', async () => {
      const file = await daemon.authFile({ authname: daemon.name, password: 'wrong' });
      expect(await refused(`${daemon.tcpUri}?authfile=${file}`)).toMatchObject({
        cause: { code: 'VIR_ERR_AUTH_FAILED' },
      });
    });

    test('carries calls of all sizes both ways', async () => {
      const credentials = { username: daemon.name, password: daemon.password };
      await using connection = await connect(daemon.tcpUri, { environment, credentials });
      const sizes = [0, 1, 7, 64, 1000, 65_400, 65_480, 65_500, 65_536, 65_537, 131_072, 300_001, 1_000_000, 3_000_000];
      for (const size of sizes) {
        const description = 'x'.repeat(size);
        const xml = `<domain type='test'><name>sized</name><memory>1024</memory><os><type>hvm</type></os><description>${description}</description></domain>`;
        const domain = await connection.domainDefineXML(xml);
        expect(await domain.getXMLDesc()).toContain(size === 0 ? '<domain' : `>${description}<`);
        await domain.undefine();
      }
    });

    test('carries many calls at once', async () => {
      const credentials = { username: daemon.name, password: daemon.password };
      await using connection = await connect(daemon.tcpUri, { environment, credentials });
      const names = Array.from({ length: 300 }, (_, number) => `none-${number}-${'n'.repeat((number * 37) % 500)}`);
      const errors = await Promise.all(
        names.map((name) => connection.lookupNetworkByName(name).catch((error: unknown) => error)),
      );
      for (const [number, error] of errors.entries()) {
        expect(error).toMatchObject({
          code: 'VIR_ERR_NO_NETWORK',
          message: expect.stringContaining(`'${names[number]}'`),
        });
      }
    });
  });

  test('of a daemon that has nothing for it fails with the advice what to do', async () => {
    await using daemon = await startSaslDaemon({ mechanisms: 'SCRAM-SHA-256 PLAIN' });
    const error = await refused(`${daemon.tcpUri}?authfile=${await daemon.authFile()}`);
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error).toMatchObject({ message: expect.stringMatching(/not encrypted.*use TLS.*GSSAPI or DIGEST-MD5/) });
  });

  test('of a daemon that does not mind tells it neither name nor password', async () => {
    await using daemon = await startSaslDaemon({ mechanisms: 'SCRAM-SHA-512 SCRAM-SHA-256 PLAIN ANONYMOUS' });
    await using recorder = await recordCalls(daemon.socketPath);
    const credentials = jest.fn(() => 'secret');
    const uri = `test+tcp://127.0.0.1:${recorder.tcpPort}/default`;
    for (const query of ['', '?auth=sasl.SCRAM-SHA-256', '?auth=sasl.plain']) {
      const error = await refusedAlone(`${uri}${query}`, { environment, credentials });
      expect(error).toBeInstanceOf(AuthenticationError);
      expect(error).toMatchObject({
        message: expect.stringMatching(
          /(SCRAM-SHA-256|PLAIN) \(has no security layer, and tcp:.* is not encrypted\).*; use TLS/,
        ),
        offered: expect.arrayContaining(['sasl.SCRAM-SHA-256', 'sasl.PLAIN']),
      });
    }
    expect(recorder.called).toEqual([
      'authList',
      'authSASLInit',
      'authList',
      'authSASLInit',
      'authList',
      'authSASLInit',
    ]);
    expect(credentials).not.toHaveBeenCalled();
  });
});

describeWithPrograms(programs, 'SASL over TLS', () => {
  let tls: TlsLab;
  beforeAll(async () => {
    tls = await TlsLab.create();
  });
  afterAll(() => tls.remove());

  test.each(['SCRAM-SHA-256', 'PLAIN', 'DIGEST-MD5', 'ANONYMOUS'])(
    '%s goes, with no layer of its own',
    async (mechanism) => {
      await using daemon = await startSaslDaemon({
        mechanisms: mechanism,
        config: {
          listen_tls: 1,
          auth_tls: 'sasl',
          ca_file: tls.authority.certificate,
          cert_file: tls.server.certificate,
          key_file: tls.server.key,
        },
      });
      const pkipath = await tls.clientWith(tls.client);
      const authfile = await daemon.authFile();
      await travel(tlsUri(daemon, { pkipath, authfile }));
      await using connection = await connect(tlsUri(daemon, { pkipath, authfile }));
      expect(connection.session).toMatchObject({ isSecure: true, isEncrypted: true });
      if (mechanism === 'ANONYMOUS') return;
      const wrong = await daemon.authFile({ authname: daemon.name, password: 'wrong' });
      const error = await refused(tlsUri(daemon, { pkipath, authfile: wrong }));
      expect(error).toMatchObject({ name: 'AuthenticationError', cause: { code: 'VIR_ERR_AUTH_FAILED' } });
    },
  );
});
