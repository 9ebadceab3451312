import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AbortError } from '../../../../src/errors/abort-error.ts';
import { ConfigFileError } from '../../../../src/errors/config-file-error.ts';
import { type ClientConfig, emptyClientConfig } from '../../../../src/session/config/client-config.ts';
import { loadClientConfig } from '../../../../src/session/config/load-client-config.ts';
import { type Environment, processEnvironment } from '../../../../src/session/environment.ts';

let home: string;
let environment: Environment;
let file: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
  environment = { ...processEnvironment(), platform: 'linux', uid: 1000, home, variables: {} };
  file = join(home, '.config/libvirt/libvirt.conf');
});
beforeEach(() => rm(join(home, '.config'), { recursive: true, force: true }));
afterAll(() => rm(home, { recursive: true }));

const { signal } = new AbortController();
const load = (): Promise<ClientConfig> => loadClientConfig('libvirt.conf', { environment, signal });

async function loadText(text: string | Uint8Array): Promise<ClientConfig> {
  await mkdir(join(home, '.config/libvirt'), { recursive: true });
  await writeFile(file, text);
  return load();
}

describe('the configuration of the client', () => {
  test('says nothing where there is none', async () => {
    expect(await load()).toBe(emptyClientConfig);
    expect(emptyClientConfig).toMatchObject({ file: undefined, uriDefault: undefined, remoteMode: undefined });
    expect(emptyClientConfig.findAlias('x')).toBeUndefined();
    await writeFile(join(home, '.config'), 'a file where a directory belongs');
    expect(await load()).toBe(emptyClientConfig);
  });

  test('says what was written', async () => {
    const config = await loadText(
      'uri_default = "a"\nremote_mode = "direct"\nremote_proxy = "netcat"\ntls_priority = "NORMAL"\nuri_aliases = ["a=b", "c=d=e"]',
    );
    expect({ ...config }).toMatchObject({
      file,
      uriDefault: 'a',
      remoteMode: 'direct',
      remoteProxy: 'netcat',
      tlsPriority: 'NORMAL',
    });
    expect([config.findAlias('a'), config.findAlias('c'), config.findAlias('A')]).toEqual(['b', 'd=e', undefined]);
  });

  test('may hold bytes that are no UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from('uri_default = "test:///'), Buffer.from([0xff]), Buffer.from('"')]);
    expect((await loadText(bytes)).uriDefault).toBe('test:///\udcff');
  });

  test('is read where XDG_CONFIG_HOME says', async () => {
    await mkdir(join(home, 'conf/libvirt'), { recursive: true });
    await writeFile(join(home, 'conf/libvirt/libvirt-admin.conf'), 'uri_default = "elsewhere"');
    const variables = { XDG_CONFIG_HOME: join(home, 'conf') };
    const config = await loadClientConfig('libvirt-admin.conf', { environment: { ...environment, variables }, signal });
    expect(config.uriDefault).toBe('elsewhere');
  });

  test.each<readonly [text: string, read: (config: ClientConfig) => unknown, place: string, reason: string]>([
    ['\nuri_default = 1', (config) => config.uriDefault, '2:15', 'uri_default is a string, not a number'],
    ['remote_mode = []', (config) => config.remoteMode, '1:15', 'remote_mode is a string, not a list'],
    ['remote_proxy = 1', (config) => config.remoteProxy, '1:16', 'remote_proxy is a string, not a number'],
    ['tls_priority = 1', (config) => config.tlsPriority, '1:16', 'tls_priority is a string, not a number'],
    ['uri_aliases = ""', (config) => config.findAlias('a'), '1:15', 'uri_aliases is a list of strings, not a string'],
    ['uri_aliases = [[]]', (config) => config.findAlias('a'), '1:16', 'is a list of strings; a list is in it'],
    ['uri_aliases = ["b=c",\n"a"]', (config) => config.findAlias('a'), '2:1', 'has "a", which is not alias=uri'],
    ['uri_aliases = ["a.b=c"]', (config) => config.findAlias('a'), '1:16', 'has the alias "a.b": it is made of'],
  ])('%j is refused when it is asked for', async (text, read, place, reason) => {
    const config = await loadText(text);
    expect(() => read(config)).toThrow(ConfigFileError);
    expect(() => read(config)).toThrow(`${file}:${place}: `);
    expect(() => read(config)).toThrow(reason);
  });

  test('is refused at once where it cannot be read', async () => {
    await expect(loadText('uri_default')).rejects.toMatchObject({ name: 'ConfigFileError', file, line: 1, column: 12 });
    await rm(file);
    await mkdir(file);
    await expect(load()).rejects.toThrow(ConfigFileError);
    await expect(load()).rejects.toMatchObject({
      message: expect.stringMatching(/libvirt\.conf: it cannot be read: EISDIR/),
      line: undefined,
      cause: { code: 'EISDIR' },
    });
    await rm(file, { recursive: true });
    await expect(loadText(' '.repeat(10 * 1024 * 1024 + 1))).rejects.toThrow(/larger than 10485760 bytes/);
  });

  test('is not read when the caller has given up', async () => {
    await loadText('');
    const options = { environment, signal: AbortSignal.abort('enough') };
    await expect(loadClientConfig('libvirt.conf', options)).rejects.toThrow(AbortError);
  });
});
