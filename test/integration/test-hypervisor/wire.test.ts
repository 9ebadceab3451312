import { expect, test } from '@jest/globals';
import { XdrReader } from '@xdr-ts/runtime';
import { ErrorNumber } from '../../../src/generated/api-enums.ts';
import type { NetMessageError } from '../../../src/generated/net-types.ts';
import type { CallProcedure } from '../../../src/protocol/procedure.ts';
import { procedures } from '../../../src/protocol/registry.ts';
import { describeBesideLibvirtd } from './beside.ts';
import { askRaw, type Way } from './raw-client.ts';

type ListedCall = (typeof procedures)[number] & { readonly kind: 'call' };

/** Enough for the arguments of every procedure when all of them are zero, empty or absent. */
const zeros = new Uint8Array(1024);

const adminProgram = 0x06900690;
/** What ends or begins a connection, and what libvirtd answers with whatever error its thread has seen last. */
const left = new Set(['connectOpen', 'connectClose', 'authPolkit']);

/** All procedures that can be called out of the blue: none that passes files, either. */
const calls = procedures.filter(
  (procedure): procedure is ListedCall =>
    procedure.kind === 'call' &&
    procedure.program !== adminProgram &&
    procedure.fds === undefined &&
    !left.has(procedure.name),
);

/** What is answered to each procedure, called with nothing in its arguments. */
function answers(socketPath: string, way: Way): Promise<Map<string, unknown>> {
  return askRaw(socketPath, way, async (ask) => {
    const answered = new Map<string, unknown>();
    // One after the other, so that none sees what another is about to change.
    for (const procedure of calls) {
      const args = procedure.args.read(new XdrReader(zeros));
      answered.set(procedure.name, await ask(procedure as CallProcedure<unknown, unknown>, args));
    }
    return answered;
  });
}

function isUnsupported(answer: unknown): answer is NetMessageError {
  return (answer as NetMessageError | undefined)?.code === ErrorNumber.ERR_NO_SUPPORT;
}

/** Functions of the C library that look at their arguments before they ask whether the connection may write. */
const argumentsFirst = ['domainSendProcessSignal', 'domainSetLaunchSecurityState', 'qemuDomainAttach'];
/** Functions of files: to libvirtd, which has them, an empty path is the directory that it was started in. */
const ofFiles = ['domainRestore', 'domainRestoreFlags', 'domainSaveImageGetXMLDesc', 'domainSaveImageDefineXML'];
const excepted: ReadonlySet<string> = new Set([...argumentsFirst, ...ofFiles]);

describeBesideLibvirtd('every procedure', (_, peers) => {
  test.each(['writable', 'read-only', 'unopened'] as const)('is answered alike, %s', async (way) => {
    const [ours, theirs] = await Promise.all([answers(peers.ourSocket, way), answers(peers.theirSocket, way)]);
    const equal = calls.filter(({ name }) => same(ours.get(name), theirs.get(name))).map(({ name }) => name);
    const missing = calls.filter(({ name }) => !equal.includes(name) && isUnsupported(ours.get(name)));
    const differing = calls
      .filter((call) => !equal.includes(call.name) && !missing.includes(call) && !excepted.has(call.name))
      .map(({ name }) => ({ name, ours: ours.get(name), theirs: theirs.get(name) }));
    expect(differing).toEqual([]);
    // What libvirt's driver can do and ours cannot.
    expect(missing.map(({ name }) => name)).toEqual([]);
  });
});

function same(left: unknown, right: unknown): boolean {
  return plain(left) === plain(right);
}

function plain(value: unknown): string {
  return JSON.stringify(value ?? null, (_, item) =>
    typeof item === 'bigint' ? `${item}n` : item instanceof Uint8Array ? Buffer.from(item).toString('hex') : item,
  );
}
