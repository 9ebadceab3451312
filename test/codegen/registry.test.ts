import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as admin from '../../src/generated/admin-procedures.ts';
import * as protocol from '../../src/generated/protocol.ts';
import * as remote from '../../src/generated/remote-procedures.ts';
import {
  codecs,
  type ListedProcedure,
  procedureByNumber,
  procedures,
  typeByName,
} from '../../src/protocol/registry.ts';
import { loadProtocolTypes } from '../support/random-values.ts';

const { ADMIN_PROGRAM, KEEPALIVE_PROGRAM, LXC_PROGRAM, QEMU_PROGRAM, REMOTE_PROGRAM } = protocol;

function of(program: number): ListedProcedure[] {
  return procedures.filter((procedure) => procedure.program === program);
}

/** The names of the calls that have a property, and its value. */
function having(key: 'stream' | 'sparseFlag' | 'fds'): Record<string, unknown> {
  return Object.fromEntries(
    procedures.flatMap((procedure) =>
      procedure.kind === 'call' && procedure[key] !== undefined ? [[procedure.name, procedure[key]]] : [],
    ),
  );
}

describe('the generated registry', () => {
  test('has every procedure of every program', () => {
    expect([REMOTE_PROGRAM, QEMU_PROGRAM, LXC_PROGRAM, ADMIN_PROGRAM, KEEPALIVE_PROGRAM]).toEqual([
      0x20008086, 0x20008087, 0x00068000, 0x06900690, 0x6b656570,
    ]);
    expect(
      [REMOTE_PROGRAM, QEMU_PROGRAM, LXC_PROGRAM, ADMIN_PROGRAM, KEEPALIVE_PROGRAM].map(
        (program) => of(program).length,
      ),
    ).toEqual([456, 7, 1, 20, 2]);
    expect(procedures).toHaveLength(486);
    expect(procedures.every(({ version }) => version === 1)).toBe(true);
  });

  test('numbers the procedures of a program without a gap', () => {
    for (const program of [REMOTE_PROGRAM, QEMU_PROGRAM, LXC_PROGRAM, ADMIN_PROGRAM, KEEPALIVE_PROGRAM]) {
      const numbers = of(program).map(({ procedure }) => procedure);
      expect(numbers).toEqual(numbers.map((_, i) => i + 1));
    }
  });

  test('tells calls from events', () => {
    const count = (program: number, kind: string): number => of(program).filter((each) => each.kind === kind).length;
    expect([count(REMOTE_PROGRAM, 'call'), count(REMOTE_PROGRAM, 'event')]).toEqual([401, 55]);
    expect([count(QEMU_PROGRAM, 'call'), count(QEMU_PROGRAM, 'event')]).toEqual([6, 1]);
    expect([count(ADMIN_PROGRAM, 'event'), count(LXC_PROGRAM, 'event'), count(KEEPALIVE_PROGRAM, 'event')]).toEqual([
      0, 0, 2,
    ]);
  });

  test('finds procedures by their numbers', () => {
    expect(procedureByNumber(REMOTE_PROGRAM, 16)?.name).toBe('domainGetInfo');
    expect(procedureByNumber(REMOTE_PROGRAM, 456)?.name).toBe('domainAnnounceInterface');
    expect(procedureByNumber(REMOTE_PROGRAM, 457)).toBeUndefined();
    expect(procedureByNumber(0x12345678, 1)).toBeUndefined();
    for (const procedure of procedures)
      expect(procedureByNumber(procedure.program, procedure.procedure)).toBe(procedure);
  });

  test('names each procedure as the flat module exports it', () => {
    const exported = new Map<string, unknown>(Object.entries(protocol));
    for (const { name, program, procedure } of procedures) {
      expect(exported.get(name)).toMatchObject({ name, program, procedure });
    }
    expect(new Set(procedures.map(({ name }) => name)).size).toBe(procedures.length);
  });

  test('finds the codec of every type of the protocol files, and knows no others', () => {
    const names = loadProtocolTypes().map(({ name }) => name);
    expect(names.filter((name) => typeByName(name)?.name !== name)).toEqual([]);
    expect(codecs.map(({ name }) => name).sort()).toEqual(names.sort());
    expect(typeByName('remote_missing')).toBeUndefined();
  });

  test('gives calls the codecs of their arguments and results, and events that of their payload', () => {
    for (const procedure of procedures) {
      const names = procedure.kind === 'call' ? [procedure.args.name, procedure.result.name] : [procedure.payload.name];
      for (const name of names) if (name !== 'void') expect(typeByName(name)?.name).toBe(name);
    }
    const getInfo = procedureByNumber(REMOTE_PROGRAM, 16);
    expect(getInfo?.kind === 'call' && [getInfo.args.name, getInfo.result.name]).toEqual([
      'remote_domain_get_info_args',
      'remote_domain_get_info_ret',
    ]);
    const close = procedureByNumber(REMOTE_PROGRAM, 2);
    expect(close?.kind === 'call' && [close.args.name, close.result.name]).toEqual(['void', 'void']);
  });

  test('leaves no struct of arguments, result or message without its procedure', () => {
    const used = new Set(
      procedures.flatMap((each) => (each.kind === 'call' ? [each.args.name, each.result.name] : [each.payload.name])),
    );
    const stray = codecs.map(({ name }) => name).filter((name) => /_(args|ret|msg)$/.test(name) && !used.has(name));
    expect(stray).toEqual([]);
  });
});

test('the flat module exports everything that the modules do: no two of them use the same name', async () => {
  const folder = join(import.meta.dirname, '..', '..', 'src', 'generated');
  // The numbers of errors are in it as an enum.
  const others = ['registry.ts', 'protocol.ts', 'error-numbers.ts'];
  const modules = readdirSync(folder).filter((name) => name.endsWith('.ts') && !others.includes(name));
  const flat = new Map<string, unknown>(Object.entries(protocol));
  let exports = 0;
  for (const name of modules) {
    const module = (await import(`../../src/generated/${name}`)) as Readonly<Record<string, unknown>>;
    for (const [key, value] of Object.entries(module)) {
      // Of two modules with the same name, the flat one would export neither.
      if (flat.get(key) !== value) throw new Error(`${key} of ${name} is not in protocol.ts`);
      exports++;
    }
  }
  expect(exports).toBe(flat.size);
  expect(modules.length).toBeGreaterThan(10);
});

describe('what the registry says of procedures', () => {
  test('priority', () => {
    const high = of(REMOTE_PROGRAM).filter((each) => each.kind === 'call' && each.priority === 'high');
    // As many as libvirt 11.3.0 has; its newest procedure is 453.
    expect(high.filter(({ procedure }) => procedure <= 453)).toHaveLength(187);
    expect(high).toHaveLength(187);
    expect(remote.connectGetLibVersion.priority).toBe('high');
    expect(remote.domainCreate.priority).toBeUndefined();
  });

  test('streams, seen from the client', () => {
    expect(having('stream')).toEqual({
      domainMigratePrepareTunnel: 'write',
      domainOpenConsole: 'duplex',
      storageVolUpload: 'write',
      storageVolDownload: 'read',
      domainScreenshot: 'read',
      domainMigratePrepareTunnel3: 'write',
      domainOpenChannel: 'duplex',
      domainMigratePrepareTunnel3Params: 'write',
    });
  });

  test('the flags that send holes as holes', () => {
    expect(having('sparseFlag')).toEqual({
      storageVolUpload: protocol.StorageVolUploadFlags.SPARSE_STREAM,
      storageVolDownload: protocol.StorageVolDownloadFlags.SPARSE_STREAM,
    });
  });

  test('file descriptors', () => {
    expect(having('fds')).toEqual({
      domainOpenGraphics: 'required',
      domainOpenGraphicsFD: 'required',
      domainCreateXMLWithFiles: 'optional',
      domainCreateWithFiles: 'optional',
      domainFDAssociate: 'required',
      qemuDomainMonitorCommandWithFiles: 'optional',
      lxcDomainOpenNamespace: 'required',
    });
  });

  test('permissions', () => {
    expect(remote.domainGetInfo.acl).toEqual(['domain:read']);
    expect(remote.connectClose.acl).toEqual([]);
    // object:permission, and the flags or the argument with which alone it is asked for.
    const rule = /^[a-z_]+:[a-z_]+(:!?[A-Z_|]+|::[a-z]+:[A-Z_]+)?$/;
    expect(procedures.flatMap(({ acl }) => acl.filter((each) => !rule.test(each)))).toEqual([]);
  });

  test('the release that brought them', () => {
    expect(remote.domainGetInfo.since).toBe('0.3.0');
    expect(remote.networkSetMetadata.since).toBe('9.7.0');
    expect(remote.domainGraphicsReload.since).toBe('10.2.0');
    expect(remote.domainAnnounceInterface.since).toBe('12.5.0');
    expect(admin.adminConnectOpen.since).toBe('2.0.0');
    expect(procedures.every(({ since }) => /^\d+\.\d+\.\d+$/.test(since))).toBe(true);
  });
});
