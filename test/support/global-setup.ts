import { ensureDebianPackages } from './debian-packages.ts';
import { labVariable } from './lab-variable.ts';
import { sharedDaemon } from './shared-daemon.ts';
import { startTestDaemon } from './test-daemon.ts';

const packages = [
  'libvirt-daemon',
  'libvirt-clients',
  'python3-libvirt',
  'rpcsvc-proto',
  'gcc',
  'libc6-dev',
  'libtirpc-dev',
  'openssl',
  'openssh-client',
  'openssh-server',
  'netcat-openbsd',
  'sasl2-bin',
  'libsasl2-modules',
  'libsasl2-modules-gssapi-mit',
  'krb5-kdc',
  'krb5-admin-server',
  'krb5-user',
  'dbus',
  'polkitd',
  'libglib2.0-bin',
  'iproute2',
  'iptables',
];

/** Jest's globalSetup: one libvirtd for all test files, or the reason why there is none. */
export default async function globalSetup(): Promise<void> {
  const report = await ensureDebianPackages(packages);
  if (report.missing.length > 0) {
    warn(`tests that need ${report.missing.join(', ')} may be skipped: ${report.reason}`);
  }
  try {
    const daemon = await startTestDaemon({
      config: { max_clients: 5000, max_queued_clients: 1000, max_anonymous_clients: 5000, admin_max_clients: 100 },
    });
    sharedDaemon.current = daemon;
    const { exited, kill, stop, ...coordinates } = daemon;
    process.env[labVariable] = JSON.stringify(coordinates);
  } catch (error) {
    const missing = error instanceof Error ? error.message : String(error);
    warn(`every test against a real daemon is skipped: ${missing}`);
    process.env[labVariable] = JSON.stringify({ missing });
  }
}

function warn(text: string): void {
  process.stderr.write(`\n[lab] ${text}\n`);
}
