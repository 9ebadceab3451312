import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { type Environment, processEnvironment } from '../../../src/session/environment.ts';
import { runProgram } from '../../support/run-program.ts';
import type { TlsLab } from './tls-lab.ts';

/** A user whose home has libvirt's files for TLS. */
export async function homeOf(lab: TlsLab, pki: string, conf = ''): Promise<Environment> {
  const home = await lab.clientDirectory();
  const [target, config] = [join(home, '.pki', 'libvirt'), join(home, '.config', 'libvirt')];
  await Promise.all([mkdir(target, { recursive: true }), mkdir(config, { recursive: true })]);
  for (const name of ['cacert.pem', 'clientcert.pem', 'clientkey.pem']) {
    await copyFile(join(pki, name), join(target, name)).then(
      () => chmod(join(target, name), 0o644),
      () => undefined,
    );
  }
  await writeFile(join(config, 'libvirt.conf'), conf);
  for (const directory of [lab.directory, home]) await chmod(directory, 0o755);
  return { ...processEnvironment(), uid: 65_534, home, variables: { HOME: home } };
}

/** virsh, as the judge, as a user. */
export async function asUser({ uid, home }: Environment, uri: string, status: number): Promise<void> {
  const virsh = ['virsh', '--connect', uri, 'version', '--daemon'];
  const judge = await runProgram('setpriv', ['--reuid', String(uid), '--clear-groups', ...virsh], {
    environment: { HOME: home, XDG_CONFIG_HOME: join(home, '.config') },
  });
  expect({ uri, ...judge }).toMatchObject({ uri, status });
}
