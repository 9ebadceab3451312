import { beforeAll, expect, test } from '@jest/globals';
import { xdrVoid } from '@xdr-ts/runtime';
import { LibvirtError } from '../../../src/errors/libvirt-error.ts';
import { NotSupportedError } from '../../../src/errors/not-supported-error.ts';
import { ErrorDomain, ErrorNumber } from '../../../src/generated/api-enums.ts';
import { qemuDomainMonitorCommand } from '../../../src/generated/qemu-procedures.ts';
import {
  connectGetLibVersion,
  connectGetType,
  connectNumOfSecrets,
  domainAnnounceInterface,
  domainGraphicsReload,
  domainLookupByName,
  networkGetMetadata,
} from '../../../src/generated/remote-procedures.ts';
import type { CallProcedure } from '../../../src/protocol/procedure.ts';
import type { CallOptions } from '../../../src/rpc/call-options.ts';
import type { IncomingCall } from '../../../src/rpc/rpc-server.ts';
import { isOlder, releaseOf } from '../../../src/session/daemon-release.ts';
import { openSession } from '../../../src/session/open-session.ts';
import type { Session } from '../../../src/session/session.ts';
import { describeWithLab } from '../../support/lab.ts';
import { blue, web } from '../oracle/node-state.ts';
import { scriptedPeer } from '../scripted-peer.ts';

/** What a promise rejects with. */
const reason = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => new Error(`it resolved with ${String(value)}`),
    (error: unknown) => error,
  );

/** A procedure that no release has. */
const unborn: CallProcedure<void, void> = {
  ...connectGetType,
  name: 'connectReadMind',
  procedure: 9999,
  since: '99.0.0',
  args: xdrVoid,
  result: xdrVoid,
};

describeWithLab('a daemon', (lab) => {
  let release: string;
  beforeAll(async () => {
    await using session = await openSession(lab.unixUri);
    release = releaseOf((await session.call(connectGetLibVersion, undefined)).lib_ver);
  });

  const newcomers: readonly (readonly [name: string, since: string, call: (session: Session) => Promise<unknown>])[] = [
    [
      'networkGetMetadata',
      '9.7.0',
      (session) => session.call(networkGetMetadata, { network: blue, type: 0, uri: null, flags: 0 }),
    ],
    [
      'domainGraphicsReload',
      '10.2.0',
      (session) => session.call(domainGraphicsReload, { dom: web, type: 0, flags: 0 }),
    ],
    [
      'domainAnnounceInterface',
      '12.5.0',
      (session) => session.call(domainAnnounceInterface, { dom: web, device: null, params: [], flags: 0 }),
    ],
    ['connectReadMind', '99.0.0', (session) => session.call(unborn, undefined)],
  ];

  test('that is older than a procedure says so, with both releases', async () => {
    await using session = await openSession(lab.tcpUri);
    const tooNew = newcomers.filter(([, since]) => isOlder(release, since));
    for (const [procedure, since, call] of tooNew) {
      const error = await reason(call(session));
      expect(error).toBeInstanceOf(NotSupportedError);
      expect(error).toBeInstanceOf(LibvirtError);
      expect(error).toMatchObject({
        name: 'NotSupportedError',
        code: 'VIR_ERR_NO_SUPPORT',
        number: 3,
        procedure,
        since,
        daemonVersion: release,
        message: expect.stringContaining(`${procedure} came with libvirt ${since}; this daemon is ${release}`),
      });
    }
    expect(tooNew.length).toBeGreaterThan(0);
    await expect(session.call(connectGetType, undefined)).resolves.toEqual({ type: 'TEST' });
  });

  test.each<readonly [string, (session: Session) => Promise<unknown>]>([
    ['connectNumOfSecrets', (session) => session.call(connectNumOfSecrets, undefined)],
    [
      'qemuDomainMonitorCommand',
      async (session) => {
        const { dom } = await session.call(domainLookupByName, { name: 'test' });
        return session.call(qemuDomainMonitorCommand, { dom, cmd: 'info version', flags: 1 });
      },
    ],
  ])('whose driver lacks %s is not called too old', async (procedure, call) => {
    await using session = await openSession(lab.unixUri);
    const error = await reason(call(session));
    expect(error).toBeInstanceOf(NotSupportedError);
    expect(error).toMatchObject({
      code: 'VIR_ERR_NO_SUPPORT',
      procedure,
      since: undefined,
      daemonVersion: undefined,
      message: expect.stringMatching(/^this function is not supported by the connection driver/),
    });
  });

  test('that cannot read a call, or lacks its program, is not called too old', async () => {
    await using session = await openSession(lab.unixUri);
    const garbled: CallProcedure<void, unknown> = { ...domainLookupByName, args: xdrVoid };
    const elsewhere: CallProcedure<void, unknown> = { ...connectGetType, program: 0x12345678 };
    for (const [procedure, message] of [
      [garbled, /decode/],
      [elsewhere, /program 305419896/],
    ] as const) {
      const error = await reason(session.call(procedure, undefined));
      expect(error).toBeInstanceOf(LibvirtError);
      expect(error).not.toBeInstanceOf(NotSupportedError);
      expect(error).toMatchObject({ code: 'VIR_ERR_RPC', number: 39, message: expect.stringMatching(message) });
    }
    await expect(session.call(connectGetType, undefined)).resolves.toEqual({ type: 'TEST' });
  });
});

/** Says in German that there is no such procedure, as a daemon under another locale does. */
const unknownProcedure = (call: IncomingCall): void =>
  call.fail({ code: ErrorNumber.ERR_RPC, domain: ErrorDomain.RPC, message: 'unbekannte Prozedur: 448' });
const is9 = (call: IncomingCall): void => call.reply({ lib_ver: 9_000_000n });

test('a daemon that speaks another language is understood by its release, which is asked for once', async () => {
  await using peer = await scriptedPeer({ domainGraphicsReload: unknownProcedure, connectGetLibVersion: is9 });
  await using session = await openSession(peer.uri);
  for (let attempt = 0; attempt < 3; attempt++) {
    const error = await reason(session.call(domainGraphicsReload, { dom: web, type: 0, flags: 0 }));
    expect(error).toBeInstanceOf(NotSupportedError);
    expect(error).toMatchObject({ since: '10.2.0', daemonVersion: '9.0.0', number: 3 });
    expect(error).toHaveProperty('message', expect.stringContaining('unbekannte Prozedur: 448'));
  }
  expect(peer.received.filter((name) => name === 'connectGetLibVersion')).toHaveLength(1);
});

test('a daemon whose release cannot be learnt is not called too old', async () => {
  const refused = (call: IncomingCall): void => call.fail({ code: ErrorNumber.ERR_INTERNAL_ERROR, message: 'no' });
  await using peer = await scriptedPeer({ domainGraphicsReload: unknownProcedure, connectGetLibVersion: refused });
  await using session = await openSession(peer.uri);
  const error = await reason(session.call(domainGraphicsReload, { dom: web, type: 0, flags: 0 }));
  expect(error).toBeInstanceOf(LibvirtError);
  expect(error).not.toBeInstanceOf(NotSupportedError);
  expect(error).toMatchObject({ code: 'VIR_ERR_RPC', message: 'unbekannte Prozedur: 448' });
});

test('a daemon that does not tell its release in time is not waited for longer than the call may take', async () => {
  await using peer = await scriptedPeer({
    domainGraphicsReload: unknownProcedure,
    connectGetLibVersion: () => undefined,
  });
  await using session = await openSession(peer.uri);
  const call = (options: CallOptions): Promise<unknown> =>
    reason(session.call(domainGraphicsReload, { dom: web, type: 0, flags: 0 }, options));
  const startedAt = performance.now();
  const errors = await Promise.all([call({ timeout: 100 }), call({ signal: AbortSignal.timeout(100) })]);
  expect(performance.now() - startedAt).toBeLessThan(8000);
  for (const error of errors) expect(error).toMatchObject({ name: 'LibvirtError', code: 'VIR_ERR_RPC' });
  session.destroy();
});

test('the same code from another part of the daemon asks for no release', async () => {
  const refuse = (call: IncomingCall): void =>
    call.fail({ code: ErrorNumber.ERR_RPC, domain: ErrorDomain.QEMU, message: 'unknown procedure: nonsense' });
  await using peer = await scriptedPeer({ domainGraphicsReload: refuse, connectGetLibVersion: is9 });
  await using session = await openSession(peer.uri);
  const error = await reason(session.call(domainGraphicsReload, { dom: web, type: 0, flags: 0 }));
  expect(error).not.toBeInstanceOf(NotSupportedError);
  expect(peer.received).not.toContain('connectGetLibVersion');
});
