import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { runProgram } from './run-program.ts';

export type KerberosRealmOptions = {
  /** How the realm encrypts, as `aes256-cts-hmac-sha1-96`; what MIT's KDC prefers unless told. */
  readonly encryption?: string;
};

export type KerberosRealm = AsyncDisposable & {
  readonly name: string;
  /** The keys of the service libvirt on localhost. */
  readonly keytab: string;
  /** What programs must have in their environment to be the realm's; the credential cache is in it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Gets the user a ticket for asking for tickets, in the credential cache. */
  login(...args: readonly string[]): Promise<void>;
  /** Throws all tickets away. */
  logout(): Promise<void>;
  /** What is in the credential cache, as klist tells it. */
  tickets(): Promise<string>;
};

/** Starts MIT's KDC for a realm of its own, with one user and the service libvirt on localhost. */
export async function startKerberosRealm({ encryption }: KerberosRealmOptions = {}): Promise<KerberosRealm> {
  const name = 'LIBVIRT-RPC.TEST';
  const directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-kerberos-'));
  const file = (path: string): string => join(directory, path);
  const port = await freePort();
  const password = randomBytes(18).toString('hex');
  const environment = {
    KRB5_CONFIG: file('krb5.conf'),
    KRB5_KDC_PROFILE: file('kdc.conf'),
    KRB5CCNAME: `FILE:${file('tickets')}`,
    KRB5_KTNAME: `FILE:${file('keytab')}`,
  };
  const types = encryption === undefined ? '' : ` permitted_enctypes = ${encryption}\n`;
  const supported =
    encryption === undefined ? '' : `  supported_enctypes = ${encryption}:normal\n  master_key_type = ${encryption}\n`;
  let kdc: ChildProcess | undefined;
  const stop = async (): Promise<void> => {
    if (kdc?.pid !== undefined && kdc.exitCode === null && kdc.signalCode === null) {
      const closed = once(kdc, 'close');
      kdc.kill('SIGTERM');
      await closed;
    }
    await rm(directory, { recursive: true, force: true });
  };
  const run = async (program: string, args: readonly string[], input = ''): Promise<string> => {
    const { status, stdout, stderr } = await runProgram(program, args, { environment, input });
    if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
    return stdout;
  };
  try {
    await writeFile(
      file('krb5.conf'),
      `[libdefaults]\n default_realm = ${name}\n dns_lookup_kdc = false\n dns_lookup_realm = false\n rdns = false\n` +
        ` dns_canonicalize_hostname = false\n ignore_acceptor_hostname = true\n${types}` +
        `[logging]\n kdc = STDERR\n[realms]\n ${name} = {\n  kdc = 127.0.0.1:${port}\n }\n[domain_realm]\n localhost = ${name}\n`,
    );
    await writeFile(
      file('kdc.conf'),
      `[kdcdefaults]\n kdc_listen = 127.0.0.1:${port}\n kdc_tcp_listen = 127.0.0.1:${port}\n` +
        `[realms]\n ${name} = {\n  database_name = ${file('principal')}\n  key_stash_file = ${file('stash')}\n  max_life = 10h\n${supported} }\n`,
    );
    await run('kdb5_util', ['-r', name, '-P', randomBytes(18).toString('hex'), 'create', '-s']);
    const admin = (query: string) => run('kadmin.local', ['-r', name, '-q', query]);
    await admin(`addprinc -pw ${password} fred@${name}`);
    await admin(`addprinc -randkey libvirt/localhost@${name}`);
    await admin(`ktadd -k ${file('keytab')} libvirt/localhost@${name}`);
    kdc = spawn('setpriv', ['--pdeathsig', 'TERM', 'krb5kdc', '-n', '-r', name], {
      env: { ...process.env, ...environment, LC_ALL: 'C' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await untilItListens(kdc);
  } catch (error) {
    await stop();
    throw error;
  }
  const login = async (...args: readonly string[]): Promise<void> => {
    await run('kinit', [...args, `fred@${name}`], `${password}\n`);
  };
  return {
    name,
    keytab: file('keytab'),
    environment,
    login,
    logout: async () => void (await run('kdestroy', [])),
    tickets: () => run('klist', ['-e']),
    [Symbol.asyncDispose]: stop,
  };
}

/** The KDC says in its log when it begins its work. */
function untilItListens(kdc: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    kdc.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      if (log.includes('commencing operation')) resolve();
    });
    kdc.once('error', reject);
    kdc.once('close', () => reject(new Error(`krb5kdc ended: ${log}`)));
  });
}
