import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { connectAdmin } from '../../../src/client/connect-admin.ts';
import { ConfigFileError } from '../../../src/errors/config-file-error.ts';
import { UsageError } from '../../../src/errors/usage-error.ts';
import type { OpenOptions } from '../../../src/session/open-options.ts';
import { describeWithLab } from '../../support/lab.ts';
import { type OpenRecorder, recordOpens } from './open-recorder.ts';
import { type UnprivilegedUser, unprivilegedUser } from './unprivileged-user.ts';

interface Row {
  readonly conf: string;
  readonly given?: string;
  /** Environment variables. */
  readonly variables?: Readonly<Record<string, string>>;
}

describeWithLab("the user's libvirt.conf, with virsh as the judge", (lab) => {
  let recorder: OpenRecorder;
  let user: UnprivilegedUser;
  beforeAll(async () => {
    recorder = await recordOpens(lab.socketPath);
    user = await unprivilegedUser();
  });
  afterAll(async () => {
    await recorder[Symbol.asyncDispose]();
    await user[Symbol.asyncDispose]();
  });

  /** In a configuration, `SELF` is the recorder's own URI without parameters of its own. */
  const place = (text: string): string => text.replaceAll('SELF', `test+unix:///default?socket=${recorder.socketPath}`);

  async function theirs({ given, variables = {} }: Row): Promise<{ uri: string | undefined; names: unknown[] }> {
    const { status, stdout } = await user.run(
      'virsh',
      [...(given === undefined ? [] : ['--connect', place(given)]), 'uri'],
      Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, place(value)])),
    );
    return { uri: status === 0 ? stdout.trim() : undefined, names: recorder.takeOpened().map(({ name }) => name) };
  }

  async function ours(
    { given, variables = {} }: Row,
    options: OpenOptions = {},
  ): Promise<{ uri: string | undefined; names: unknown[]; error?: unknown }> {
    const added = Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, place(value)]));
    const environment = { ...user.environment, variables: { ...user.environment.variables, ...added } };
    const names = (): unknown[] => recorder.takeOpened().map(({ name }) => name);
    try {
      const connection = await connect(given === undefined ? undefined : place(given), { environment, ...options });
      await connection.close();
      return { uri: connection.getURI(), names: names() };
    } catch (error) {
      return { uri: undefined, names: names(), error };
    }
  }

  test.each<Row & { readonly name: string }>([
    { conf: 'uri_aliases = [ "a=SELF&x=1" ]', given: 'a', name: 'test:///default?x=1' },
    { conf: "uri_aliases = [\n  'b=SELF',\n  'A-z_09=SELF&x=2',\n]\n", given: 'A-z_09', name: 'test:///default?x=2' },
    { conf: 'uri_aliases = ["a=SELF&x=1", "a=SELF&x=2"]', given: 'a', name: 'test:///default?x=1' },
    { conf: 'uri_aliases = ["a=SELF&x=1", "not one"]', given: 'a', name: 'test:///default?x=1' },
    { conf: 'uri_aliases = ["=SELF&x=9", "a=SELF"]', given: 'a', name: 'test:///default' },
    { conf: 'uri_aliases = [ ]', given: 'SELF&x=3', name: 'test:///default?x=3' },
    { conf: 'uri_default = "SELF&x=4"', name: 'test:///default?x=4' },
    { conf: 'uri_default = "a"; uri_aliases = ["a=SELF&x=5"]', name: 'test:///default?x=5' },
    { conf: 'uri_default="SELF&x=6" # why not\nuri_default = "SELF&x=7"', name: 'test:///default?x=6' },
    { conf: 'uri_default = """SELF&x=8"""\n', name: 'test:///default?x=8' },
    {
      conf: 'uri_default = "SELF&x=1"\nuri_aliases = ["a=SELF&x=10"]',
      variables: { LIBVIRT_DEFAULT_URI: 'a' },
      name: 'test:///default?x=10',
    },
    { conf: 'uri_default = 5', given: 'SELF', name: 'test:///default' },
    { conf: 'uri_default = 5', variables: { LIBVIRT_DEFAULT_URI: 'SELF' }, name: 'test:///default' },
    { conf: 'remote_mode = "sideways"', given: 'SELF&mode=legacy', name: 'test:///default' },
    { conf: 'remote_mode = "legacy"\r\nremote_proxy = "netcat"\r\n', given: 'SELF', name: 'test:///default' },
    { conf: 'tls_priority = 7\nnumber = -5; list = [1, ["x", +2],\n\n]', given: 'SELF', name: 'test:///default' },
    { conf: '# nothing but a comment', given: 'SELF', name: 'test:///default' },
    { conf: '', given: 'SELF', name: 'test:///default' },
  ])('%j opens $name', async ({ name, ...row }) => {
    await user.configure('libvirt.conf', place(row.conf));
    const judgement = await theirs(row);
    expect(judgement).toMatchObject({ names: [name] });
    expect(await ours(row)).toEqual(judgement);
  });

  test('aliases: false takes the URI as it stands', async () => {
    const row = { conf: 'uri_aliases = ["default=SELF"]', given: 'default' };
    await user.configure('libvirt.conf', place(row.conf));
    expect(await ours(row)).toMatchObject({ names: ['test:///default'] });
    const { error, names } = await ours(row, { aliases: false });
    expect(names).toEqual([]);
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toHaveProperty('message', expect.stringContaining('the URI "default" has no driver'));
  });

  describe('what is wrong is told with its place', () => {
    test.each<Row & { readonly place: string; readonly message: string }>([
      { conf: 'uri_default', given: 'SELF', place: '1:12', message: 'expected = behind uri_default' },
      { conf: 'a = 1\n  5 = 3', given: 'SELF', place: '2:3', message: 'the name of a setting, found "5"' },
      { conf: 'a = 1 b = 2', given: 'SELF', place: '1:7', message: 'the end of the line or ;, found "b"' },
      { conf: 'a =\n1', given: 'SELF', place: '1:4', message: 'a number or a list, found "\\n"' },
      { conf: 'a = "é', given: 'SELF', place: '1:5', message: 'the string has no end: " is missing' },
      { conf: "a = 'x\n'", given: 'SELF', place: '1:5', message: "the string has no end: ' is missing" },
      { conf: '\n\na = """x\n""', given: 'SELF', place: '3:5', message: 'the string has no end: """ is missing' },
      { conf: 'a = ["é" 1]', given: 'SELF', place: '1:10', message: ', or ] in the list, found "1"' },
      { conf: 'a = [1,\n2', given: 'SELF', place: '2:2', message: ', or ] in the list, found the end of the file' },
      { conf: 'a = [,]', given: 'SELF', place: '1:6', message: 'a number or a list, found ","' },
      { conf: 'a = -', given: 'SELF', place: '1:5', message: 'a number or a list, found "-"' },
      { conf: 'a = yes', given: 'SELF', place: '1:5', message: 'found "y"' },
      { conf: 'a = 1;;', given: 'SELF', place: '1:7', message: 'the name of a setting, found ";"' },
      { conf: 'a_é = 1', given: 'SELF', place: '1:3', message: 'expected = behind a_, found "é"' },
      { conf: 'uri_default = ["x"]', place: '1:15', message: 'uri_default is a string, not a list' },
      { conf: 'uri_aliases = "a=SELF"', given: 'a', place: '1:15', message: 'a list of strings, not a string' },
      { conf: 'uri_aliases = ["a=SELF",\n 5]', given: 'a', place: '2:2', message: 'a number is in it' },
      { conf: 'uri_aliases = ["b=SELF", "a"]', given: 'a', place: '', message: 'has "a", which is not alias=uri' },
      { conf: 'uri_aliases = ["a b=SELF"]', given: 'a b', place: '1:16', message: 'the alias "a b"' },
      { conf: 'remote_mode = 1', given: 'SELF', place: '1:15', message: 'remote_mode is a string, not a number' },
      { conf: 'remote_proxy = 1', given: 'SELF', place: '1:16', message: 'remote_proxy is a string, not a number' },
    ])('$conf: $message', async (row) => {
      await user.configure('libvirt.conf', place(row.conf));
      expect(await theirs(row)).toEqual({ uri: undefined, names: [] });
      const { error, ...outcome } = await ours(row);
      expect(outcome).toEqual({ uri: undefined, names: [] });
      expect(error).toBeInstanceOf(ConfigFileError);
      const file = `${user.home}/.config/libvirt/libvirt.conf`;
      expect(error).toMatchObject({ file, message: expect.stringContaining(row.message) });
      expect(error).toHaveProperty('message', expect.stringContaining(`${file}:${row.place}`));
    });

    test.each<Row & { readonly message: string }>([
      { conf: 'remote_mode = "sideways"', given: 'SELF', message: 'libvirt.conf: it is auto, direct or legacy' },
      { conf: 'remote_proxy = "nc"', given: 'SELF', message: 'libvirt.conf: it is auto, netcat or native' },
      { conf: 'uri_default = "x y"', message: 'uri_default of' },
      { conf: 'uri_aliases = ["a=b"]', given: 'a', message: 'the alias a of' },
      { conf: '', variables: { LIBVIRT_DEFAULT_URI: 'x' }, message: 'LIBVIRT_DEFAULT_URI: the URI "x" has no driver' },
    ])('$conf: $message', async (row) => {
      await user.configure('libvirt.conf', place(row.conf));
      expect(await theirs(row)).toEqual({ uri: undefined, names: [] });
      const { error, ...outcome } = await ours(row);
      expect(outcome).toEqual({ uri: undefined, names: [] });
      expect(error).toBeInstanceOf(UsageError);
      expect(error).toHaveProperty('message', expect.stringContaining(row.message));
    });
  });
});

describeWithLab('libvirt-admin.conf, with virt-admin as the judge', (lab) => {
  let user: UnprivilegedUser;
  beforeAll(async () => {
    user = await unprivilegedUser();
  });
  afterAll(async () => {
    await user[Symbol.asyncDispose]();
  });

  // The daemon lets in only its own user, so that the judge, whom it turns away, is read by where it wanted to go.
  test.each([
    { conf: 'uri_default = "libvirtd:///system?socket=SOCKET"', given: undefined },
    { conf: 'uri_aliases = ["x=libvirtd:///?socket=SOCKET"]', given: 'x' },
  ])('$conf', async ({ conf, given }) => {
    await user.configure('libvirt-admin.conf', conf.replace('SOCKET', '/nonexistent/socket'));
    const { stderr } = await user.run('virt-admin', [...(given ? ['--connect', given] : []), 'srv-list']);
    expect(stderr).toContain("Failed to connect socket to '/nonexistent/socket'");
    const environment = { ...user.environment };
    await expect(connectAdmin(given, { environment })).rejects.toMatchObject({ tried: ['unix:/nonexistent/socket'] });

    await user.configure('libvirt-admin.conf', conf.replace('SOCKET', lab.adminSocketPath));
    await using admin = await connectAdmin(given, { environment });
    expect(admin.getURI()).toMatch(`?socket=${lab.adminSocketPath}`);
    expect((await admin.listServers()).map(({ name }) => name)).toContain('libvirtd');
  });

  test('a bad file is told with its place', async () => {
    await user.configure('libvirt-admin.conf', 'uri_default = x');
    const { status } = await user.run('virt-admin', ['--connect', 'libvirtd:///session', 'srv-list']);
    expect(status).not.toBe(0);
    const opening = connectAdmin('libvirtd:///session', { environment: user.environment });
    await expect(opening).rejects.toBeInstanceOf(ConfigFileError);
    await expect(opening).rejects.toMatchObject({ line: 1, column: 15 });
  });
});
