import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DaemonConfig } from './daemon-config.ts';
import { runProgram } from './run-program.ts';
import { startTestDaemon, type TestDaemon } from './test-daemon.ts';

export type SaslDaemonOptions = {
  /** What the daemon offers, as `SCRAM-SHA-256 PLAIN`. */
  readonly mechanisms: string;
  /** Further lines of SASL's libvirt.conf. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Lines of libvirtd.conf besides those that ask for SASL on every socket. */
  readonly config?: DaemonConfig;
  readonly environment?: Readonly<Record<string, string>>;
  /** The name of the only account; `fred` unless told. */
  readonly name?: string;
  /** Its password; made up unless told. */
  readonly password?: string;
};

export type SaslDaemon = TestDaemon & {
  readonly name: string;
  readonly password: string;
  /** Writes an auth.conf for this account, or for another password, and returns its path. */
  authFile(credentials?: Readonly<Record<string, string>>): Promise<string>;
};

/** Starts a private libvirtd that asks for SASL, with one account in a database of its own. */
export async function startSaslDaemon(options: SaslDaemonOptions): Promise<SaslDaemon> {
  const { name = 'fred', password = randomBytes(18).toString('base64') } = options;
  const directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-sasl-'));
  const remove = () => rm(directory, { recursive: true, force: true });
  try {
    const database = join(directory, 'accounts.db');
    await addAccount(database, name, password);
    const settings = { mech_list: options.mechanisms, sasldb_path: database, ...options.settings };
    const lines = Object.entries(settings).map(([key, value]) => `${key}: ${value}\n`);
    await writeFile(join(directory, 'libvirt.conf'), lines.join(''));
    const daemon = await startTestDaemon({
      config: { auth_unix_rw: 'sasl', auth_unix_ro: 'sasl', auth_tcp: 'sasl', ...options.config },
      environment: { SASL_CONF_PATH: directory, ...options.environment },
    });
    const stop = async () => {
      await daemon.stop();
      await remove();
    };
    let files = 0;
    const authFile = async (credentials: Readonly<Record<string, string>> = { authname: name, password }) => {
      const path = join(directory, `auth-${files++}.conf`);
      const entries = Object.entries(credentials).map(([key, value]) => `${key}=${value}\n`);
      await writeFile(path, `[credentials-mine]\n${entries.join('')}[auth-libvirt-default]\ncredentials=mine\n`);
      return path;
    };
    return { ...daemon, name, password, authFile, stop, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The daemon looks for accounts of its machine, by one of the names that it may find that to have. */
async function addAccount(database: string, name: string, password: string): Promise<void> {
  const { stdout } = await runProgram('hostname', ['--fqdn']);
  for (const realm of new Set([hostname(), stdout.trim() || hostname(), hostname().toLowerCase()])) {
    const args = ['-p', '-c', '-a', 'libvirt', '-u', realm, '-f', database, name];
    const { status, stderr } = await runProgram('saslpasswd2', args, { input: `${password}\n` });
    if (status !== 0) throw new Error(`saslpasswd2: ${stderr}`);
  }
}
