import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { AuthenticationError } from '../../../src/errors/authentication-error.ts';
import { LibvirtError } from '../../../src/errors/libvirt-error.ts';
import { TransportError } from '../../../src/errors/transport-error.ts';
import { UsageError } from '../../../src/errors/usage-error.ts';
import type { ConnectOpenArgs } from '../../../src/generated/remote-types.ts';
import type { OpenOptions } from '../../../src/session/open-options.ts';
import { describeWithLab } from '../../support/lab.ts';
import { runProgram } from '../../support/run-program.ts';
import { type OpenRecorder, recordOpens } from './open-recorder.ts';
import { travel } from './travel.ts';

/** What came of a URI: what the daemon was asked to open, and then the URI of the connection. */
interface Outcome {
  readonly opened: readonly ConnectOpenArgs[];
  /** `undefined` where the URI, or what it leads to, was refused. */
  readonly uri: string | undefined;
}

describeWithLab('URIs, with virsh as the judge', (lab) => {
  let recorder: OpenRecorder;
  beforeAll(async () => {
    recorder = await recordOpens(lab.socketPath);
  });
  afterAll(async () => {
    await recorder[Symbol.asyncDispose]();
  });

  /** Puts the recorder's places into a URI. */
  const place = (uri: string): string =>
    uri
      .replaceAll('{unix}', recorder.socketPath)
      .replaceAll('{port}', String(recorder.tcpPort))
      .replaceAll('{abstract}', recorder.abstractName)
      .replaceAll('{program}', recorder.program);

  async function theirs(uri: string, ...options: readonly string[]): Promise<Outcome> {
    const { status, stdout } = await runProgram('virsh', [...options, '--connect', uri, 'uri']);
    return { opened: recorder.takeOpened(), uri: status === 0 ? stdout.trim() : undefined };
  }

  async function ours(uri: string, options: OpenOptions = {}): Promise<Outcome & { readonly error?: unknown }> {
    try {
      const connection = await connect(uri, { timeout: 30_000, ...options });
      await connection.close();
      return { opened: recorder.takeOpened(), uri: connection.getURI() };
    } catch (error) {
      return { opened: recorder.takeOpened(), uri: undefined, error };
    }
  }

  /** What both open, under the same URI as they say. */
  async function bothOpen(template: string): Promise<string[]> {
    const uri = place(template);
    const judgement = await theirs(uri);
    expect(judgement.uri).toBe(uri);
    const outcome = await ours(uri);
    expect(outcome).toEqual(judgement);
    expect(outcome.opened).toHaveLength(1);
    return outcome.opened.map(({ name }) => name ?? 'null');
  }

  test.each([
    ['test+unix:///default?socket={unix}', 'test:///default'],
    ['test+Unix:///default?SOCKET={unix}', 'test:///default'],
    ['test+unix:///default?socket=/nonexistent&socket={unix}', 'test:///default'],
    ['test+unix:///default?socket={abstract}', 'test:///default'],
    ['qemu:///system?socket={unix}', 'qemu:///system'],
    ['qemu+unix:///session?socket={unix}', 'qemu:///session'],
    ['qemu:///system?socket={unix}&name=test:///default', 'test:///default'],
    ['test+unix:///x?name=/nonexistent&NAME=test:///default&socket={unix}', 'test:///default'],
    ['remote+unix:///?socket={unix}', ''],
    ['remote+unix:///whatever?socket={unix}&foo=1', ''],
    ['remote+unix:///?socket={unix}&name=test:///default', 'test:///default'],
    ['test+unix:///default?socket={unix}&mode=legacy&proxy=netcat', 'test:///default'],
    ['test+unix:///default?socket={unix}&mode=direct&proxy=native', 'test:///default'],
    ['test+unix:///default?socket={unix}&mode=auto&proxy=auto', 'test:///default'],
    ['test+unix:///default?socket={unix}&no_verify=1&no_sanity=0&no_tty=-1', 'test:///default'],
    ['test+unix:///default?socket={unix}&no_verify=%20%0A1&no_tty=+01', 'test:///default'],
    ['test+unix:///default?socket={unix}&no_tty=2147483647&NO_TTY=-2147483648', 'test:///default'],
    [
      'test+unix:///default?x=1&socket={unix}&keyfile=a&pkipath=b&known_hosts=c&known_hosts_verify=d&sshauth=e&netcat=f&command=g&tls_priority=h&authfile=/i&y=2',
      'test:///default?x=1&y=2',
    ],
    ['test+unix:///default?x=1&socket={unix}&KEYFILE=a&PkiPath=b&AuthFile=/c', 'test:///default?x=1'],
    ['test+unix:///default?socket={unix}&keyfiles=a', 'test:///default?keyfiles=a'],
    ['test+unix:///default?Foo=1&socket={unix}&foo=2&FOO=', 'test:///default?Foo=1&foo=2&FOO='],
    ['test+unix:///default?socket={unix}&foo', 'test:///default?foo='],
    ['test+unix:///default?&&socket={unix}&=x&', 'test:///default'],
    ['test+unix:///default?socket={unix};foo=1;bar=2', 'test:///default?foo=1&bar=2'],
    ['test+unix:///default?a=1;b=2&socket={unix}', 'test:///default?a=1%3Bb%3D2'],
    [
      'test+unix:///default?socket={unix}&foo=a%20b%26c%2fd/e%3D=f+g',
      'test:///default?foo=a%20b%26c%2Fd%2Fe%3D%3Df%2Bg',
    ],
    ['test+unix:///default?socket={unix}&a:b/c@d=-._~', 'test:///default?a:b/c@d=-._~'],
    ['test+unix:///default?socket={unix}&foo=%C3%A9%ff', 'test:///default?foo=%C3%A9%FF'],
    ['test+unix:///default?socket={unix}#fr%20ag/[x]', 'test:///default#fr%20ag/[x]'],
    ['test+tcp://127.0.0.1:{port}/default', 'test:///default'],
    ['test+TCP://localhost:{port}/default', 'test:///default'],
    ['test+tcp://[::1]:{port}/default', 'test:///default'],
    ['test+tcp://user@127.0.0.1:{port}/default', 'test:///default'],
    ['test+tcp://u%40ser:word@127.0.0.1:{port}/default', 'test:///default'],
    ['test+tcp://127.0.0.1:{port}/default?socket=/ignored&mode=direct&command=c&x=1#y', 'test:///default?x=1#y'],
    ['remote+tcp://127.0.0.1:{port}/', ''],
    ['qemu+tcp://127.0.0.1:{port}/system', 'qemu:///system'],
    ['test+ext:///default?command={program}', 'test:///default'],
    ['test+EXT://user@host:1/default?x=1&Command={program}&socket=/ignored#y', 'test:///default?x=1#y'],
    ['test+ssh://host/default?command={program}', 'test:///default'],
    [
      'test+SSH://me@host:22/default?x=1&command={program}&keyfile=k&no_tty=1&no_verify=1&netcat=n&proxy=netcat#y',
      'test:///default?x=1#y',
    ],
    ['qemu+ssh://[::1]/system?proxy=native&command={program}&foo=a%20b', 'qemu:///system?foo=a%20b'],
    ['test+ssh:///default?command={program}&socket=/some/where&mode=legacy', 'test:///default'],
    ['qemu+ssh://host/session?command={program}', 'qemu:///session'],
    ['remote+ssh://host/whatever?command={program}', ''],
    ['remote+ssh://host/?command={program}&name=test:///default', 'test:///default'],
  ])('%s opens %s', async (template, name) => {
    expect(await bothOpen(template)).toEqual([name]);
  });

  // A zone names an interface, and only link-local addresses have any.
  const linkLocal = Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
    (addresses ?? []).flatMap(({ address }) => (address.startsWith('fe80:') ? `${address}%25${name}` : [])),
  );
  (linkLocal.length > 0 ? test : test.skip)('an address with a zone is reached', async () => {
    const uri = place(`test+tcp://[${linkLocal[0]}]:{port}/default`);
    const { opened, uri: theirUri } = await theirs(uri);
    expect(theirUri).toBeDefined();
    expect(await ours(uri)).toEqual({ opened, uri });
  });

  // Of these virsh tells how libvirt would have written them, and we what was given.
  test.each([
    ['test+unix:/default?socket={unix}', 'test+unix:///default?socket={unix}'],
    ['test+unix:///%64efault?socket={unix}', 'test+unix:///default?socket={unix}'],
    ['test+tcp://%6cocalhost:{port}/default', 'test+tcp://localhost:{port}/default'],
    ['test+tcp://127.0.0.1:0{port}/default', 'test+tcp://127.0.0.1:{port}/default'],
  ])('%s opens the same as %s', async (template, written) => {
    const judgement = await theirs(place(template));
    expect(judgement.uri).toBe(place(written));
    expect(await ours(place(template))).toEqual({ ...judgement, uri: place(template) });
    expect(judgement.opened).toMatchObject([{ name: 'test:///default' }]);
  });

  test.each(['test:///default', 'test:///default?foo=1#x'])('%s is answered without a daemon', async (uri) => {
    expect(await theirs(uri)).toEqual({ opened: [], uri });
    expect(await ours(uri)).toEqual({ opened: [], uri });
  });

  test.each(['test+unix:///default?socket={unix}', 'test+tcp://127.0.0.1:{port}/default', 'test:///default'])(
    '%s is opened to look only',
    async (template) => {
      const uri = place(template);
      const judgement = await theirs(uri, '--readonly');
      expect(await ours(uri, { readOnly: true })).toEqual(judgement);
      expect(judgement.opened.map(({ flags }) => flags)).toEqual(template === 'test:///default' ? [] : [1]);
    },
  );

  test.each<readonly [template: string, message: string]>([
    // What is no URI.
    ['default', 'has no driver'],
    ['///default', 'has no driver'],
    [':///default', '"" where the driver belongs'],
    ['+tcp://127.0.0.1:{port}/default', '"+tcp" where the driver belongs'],
    ['1test:///default', '"1test" where the driver belongs'],
    ['te_st+unix:///default?socket={unix}', '"te_st+unix" where the driver belongs'],
    ['test+unix:///default?socket={unix}&foo=a b', 'has " " in its query, which is written %20'],
    ['test+unix:///default?socket={unix}&foo=é', 'has "é" in its query, which is written %C3%A9'],
    ['test+unix:///default?socket={unix}&foo=[x]', 'has "[" in its query, which is written %5B'],
    ['test+unix:///default?socket={unix}&foo=%zz', 'bad percent escape in its query: "%zz"'],
    ['test+unix:///default?socket={unix}&foo=%4', 'bad percent escape in its query: "%4"'],
    ['test+unix:///d|efault?socket={unix}', 'has "|" in its path, which is written %7C'],
    ['test+unix:///default?socket={unix}#a#b', 'has "#" in its fragment, which is written %23'],
    ['test+tcp://us er@127.0.0.1:{port}/default', 'has " " in its user, which is written %20'],
    ['test+tcp://lo"cal:{port}/default', 'has "\\"" in its host, which is written %22'],
    ['test+tcp://127.0.0.1:{port}x/default', 'where the host belongs'],
    ['test+tcp://127.0.0.1:/default', '"127.0.0.1:" where the host belongs'],
    ['test+tcp://127.0.0.1:-1/default', '"127.0.0.1:-1" where the host belongs'],
    ['test+tcp://127.0.0.1:99999999999/default', 'the port 99999999999, which is over 65535'],
    ['test+tcp://127.0.0.1:65536/default', 'the port 65536, which is over 65535'],
    ['test+tcp://:{port}/default', 'and no host'],
    ['test+tcp://::1:{port}/default', 'where the host belongs'],
    ['test+tcp://[::1/default', '"[::1" where the host belongs'],
    ['test+tcp://[localhost]:{port}/default', 'brackets are for IPv6 addresses'],
    ['test+tcp://a@b@127.0.0.1:{port}/default', 'where the host belongs'],
    // Transports.
    ['test+:///default', 'where the driver belongs'],
    ['test+tcp+tls:///default', 'where the driver belongs'],
    ['test+carrier-pigeon:///default', 'the transport carrier-pigeon is not among those'],
    ['test+ext:///default', 'test+ext needs command='],
    ['test+unix://host/default?socket={unix}', 'names the host host'],
    // Hosts that are meant for paths.
    ['qemu://system', 'qemu:///system, it would be the path'],
    ['qemu://session/', 'qemu:///session, it would be the path'],
    ['qemu://system/system', 'qemu:///system, it would be the path'],
    ['vbox://session', 'vbox:///session, it would be the path'],
    ['vz://system', 'vz:///system, it would be the path'],
    ['qemu+tcp://system:{port}', 'qemu+tcp:///system, it would be the path'],
    // Parameters.
    ['test+unix:///default?socket={unix}&auth=none', 'auth=none: it is sasl, sasl.MECHANISM or polkit'],
    ['test+unix:///default?socket={unix}&auth=', 'auth=: it is sasl'],
    ['test+unix:///default?socket={unix}&auth=saslx', 'auth=saslx: it is sasl'],
    ['test+unix:///default?socket={unix}&mode=Direct', 'mode=Direct: it is auto, direct or legacy'],
    ['test+unix:///default?socket={unix}&mode=', 'mode=: it is auto, direct or legacy'],
    ['test+tcp://127.0.0.1:{port}/default?mode=sideways', 'mode=sideways: it is auto, direct or legacy'],
    ['test+unix:///default?socket={unix}&proxy=nc', 'proxy=nc: it is auto, netcat or native'],
    ['test+unix:///default?socket={unix}&no_verify=yes', 'no_verify=yes: it is a whole number'],
    ['test+unix:///default?socket={unix}&no_verify=', 'no_verify=: it is a whole number'],
    ['test+unix:///default?socket={unix}&No_Verify', 'No_Verify=: it is a whole number'],
    ['test+unix:///default?socket={unix}&no_verify=x&no_verify=1', 'no_verify=x: it is a whole number'],
    ['test+unix:///default?socket={unix}&no_tty=2147483648', 'no_tty=2147483648: it is a whole number'],
    ['test+tcp://127.0.0.1:{port}/default?no_sanity=1%20', 'no_sanity=1 : it is a whole number'],
    ['test+tcp://127.0.0.1:{port}/default?no_sanity=0x1', 'no_sanity=0x1: it is a whole number'],
    ['test+unix:///default?socket=', 'socket= is empty'],
    // Drivers that run in C programs.
    ['esx:///', 'the esx driver runs inside C programs'],
    ['gsx:///', 'the gsx driver runs inside C programs'],
    ['vpx:///', 'the vpx driver runs inside C programs'],
    ['hyperv:///', 'the hyperv driver runs inside C programs'],
    ['vmwareplayer:///session', 'the vmwareplayer driver runs inside C programs'],
    ['openvz:///system', 'the openvz driver runs inside C programs'],
    ['test:///embed', 'test:///embed runs the driver inside C programs'],
  ])('%s is refused before anybody is asked', async (template, message) => {
    const uri = place(template);
    expect(await theirs(uri)).toEqual({ opened: [], uri: undefined });
    const { error, ...outcome } = await ours(uri);
    expect(outcome).toEqual({ opened: [], uri: undefined });
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toHaveProperty('message', expect.stringContaining(message));
  });

  test.each<readonly [template: string, name: string, message: string]>([
    ['TEST+unix:///default?socket={unix}', 'TEST:///default', 'no connection driver available for TEST:///default'],
    ['nosuch+unix:///x?socket={unix}', 'nosuch:///x', 'no connection driver available for nosuch:///x'],
    ['esx+unix:///?socket={unix}&no_verify=1&auto_answer=1', 'esx:///?auto_answer=1', 'missing the server part'],
    ['test+unix:///%C3?socket={unix}', 'test:///%C3', 'failed to parse xml document'],
    ["test+unix:///a%2Fb%7E!$&'()*+,;=:@%25?socket={unix}", "test:///a/b~!$&'()*+,;=%3A@%25", 'parse xml document'],
    ['test+unix:?socket={unix}', 'test://', 'supply a path'],
    ['test+unix://?socket={unix}', 'test://', 'supply a path'],
    ['test+tcp://127.0.0.1:{port}', 'test://', 'supply a path'],
    ['test+unix:///default?socket={unix}&name=', '', ''],
  ])('%s is for the daemon to judge', async (template, name, message) => {
    const uri = place(template);
    const judgement = await theirs(uri);
    const { error, ...outcome } = await ours(uri);
    expect(outcome).toEqual(judgement);
    expect(outcome.opened).toMatchObject([{ name }]);
    if (message === '') expect(error).toBeUndefined();
    else {
      expect(error).toBeInstanceOf(LibvirtError);
      expect(error).toHaveProperty('message', expect.stringContaining(message));
    }
  });

  test.each(['polkit', 'sasl', 'SASL.SCRAM-SHA-256'])(
    'auth=%s is refused as the daemon does not offer it',
    async (auth) => {
      const uri = place(`test+unix:///default?socket={unix}&auth=${auth}`);
      expect(await theirs(uri)).toEqual({ opened: [], uri: undefined });
      const { error, ...outcome } = await ours(uri);
      expect(outcome).toEqual({ opened: [], uri: undefined });
      expect(error).toBeInstanceOf(AuthenticationError);
    },
  );

  test.each<readonly [template: string, tried: string, advice: RegExp]>([
    ['test+unix:///default?socket={unix}&socket=/nonexistent', 'unix:/nonexistent', /ENOENT.*installed and running/],
    ['test+unix:///default?socket=@libvirt-rpc-nobody', 'unix:@libvirt-rpc-nobody', /ECONNREFUSED.*and running/],
    ['test+tcp:///default', 'tcp:localhost:16509', /ECONNREFUSED.*virtproxyd, listen there/],
  ])('%s leads nowhere', async (template, tried, advice) => {
    const uri = place(template);
    expect(await theirs(uri)).toEqual({ opened: [], uri: undefined });
    const { error } = await ours(uri);
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ tried: [tried], message: expect.stringMatching(advice) });
  });

  test.each(['test+unix:///default?socket={unix}', 'test+tcp://[::1]:{port}/default'])(
    '%s carries calls',
    async (template) => {
      await travel(place(template));
      expect(recorder.takeOpened()).toHaveLength(2);
    },
  );
});
