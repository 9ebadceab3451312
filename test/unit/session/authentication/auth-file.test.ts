import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { UsageError } from '../../../../src/errors/usage-error.ts';
import { readAuthFile } from '../../../../src/session/authentication/auth-file.ts';
import { type Environment, processEnvironment } from '../../../../src/session/environment.ts';
import { parseUri } from '../../../../src/session/uri/uri.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
});
afterAll(() => rm(directory, { recursive: true }));

const environment = (changes: Partial<Environment> = {}): Environment => ({
  ...processEnvironment(),
  platform: 'linux',
  variables: {},
  home: '/nonexistent/home',
  exists: () => false,
  ...changes,
});

/** Which file is read, when all that are looked for are there by name alone. */
async function chosen(query: string, changes: Partial<Environment>): Promise<string> {
  const uri = parseUri(`qemu+tls://kvm1/system${query}`);
  const error: unknown = await readAuthFile(uri, 'libvirt', 'kvm1', environment(changes)).catch(
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(UsageError);
  return /the auth file (\S+) cannot be read/.exec(String(error))?.[1] ?? String(error);
}

test('the file is that of the variable, the URI, the user or the machine, in this order', async () => {
  const variables = { LIBVIRT_AUTH_FILE: '/nonexistent/variable', XDG_CONFIG_HOME: '/nonexistent/xdg' };
  const all = () => true;
  expect(await chosen('?authfile=/nonexistent/uri', { variables, exists: all })).toBe('/nonexistent/variable');
  const { XDG_CONFIG_HOME } = variables;
  expect(await chosen('?authfile=/nonexistent/uri', { variables: { XDG_CONFIG_HOME }, exists: all })).toBe(
    '/nonexistent/uri',
  );
  expect(await chosen('', { variables: { XDG_CONFIG_HOME }, exists: all })).toBe('/nonexistent/xdg/libvirt/auth.conf');
  expect(await chosen('', { exists: all })).toBe('/nonexistent/home/.config/libvirt/auth.conf');
  const looked: string[] = [];
  const onlyLook = (path: string): boolean => {
    looked.push(path);
    return false;
  };
  expect(await readAuthFile(undefined, 'libvirt', 'localhost', environment({ exists: onlyLook }))).toBeUndefined();
  expect(looked).toEqual(['/nonexistent/home/.config/libvirt/auth.conf', '/etc/libvirt/auth.conf']);
});

test('a file that is not UTF-8 is refused', async () => {
  const file = join(directory, 'latin1.conf');
  await writeFile(file, Buffer.from('[credentials-x]\npassword=p\xe4\n', 'latin1'));
  const reading = readAuthFile(undefined, 'libvirt', 'kvm1', environment({ variables: { LIBVIRT_AUTH_FILE: file } }));
  await expect(reading).rejects.toThrow(`the auth file ${file} cannot be read: it is not UTF-8`);
});
