import { expect, test } from '@jest/globals';
import { NotSupportedError } from '../../../src/errors/not-supported-error.ts';
import { adminConnectGetLibVersion } from '../../../src/generated/admin-procedures.ts';
import { connectGetLibVersion } from '../../../src/generated/remote-procedures.ts';
import type { ListedProcedure } from '../../../src/protocol/listed.ts';
import { procedures } from '../../../src/protocol/registry.ts';
import { isOlder } from '../../../src/session/daemon-release.ts';
import { openAdminSession } from '../../../src/session/open-admin-session.ts';
import { openSession } from '../../../src/session/open-session.ts';
import type { Session } from '../../../src/session/session.ts';
import type { LibvirtRelease } from '../../support/qemu-lab/debian-root.ts';
import type { QemuHost } from '../../support/qemu-lab/qemu-host.ts';
import { loadProtocolTypes, Random, randomValue } from '../../support/random-values.ts';
import { placeOn } from './host-place.ts';

type ListedCall = Extract<ListedProcedure, { readonly kind: 'call' }> & { readonly stream?: undefined };

const types = new Map(loadProtocolTypes().map((type) => [type.name, type]));
const calls = procedures.filter(
  (procedure): procedure is ListedCall => procedure.kind === 'call' && procedure.stream === undefined,
);
const isForAdmins = ({ program }: ListedCall): boolean => program === adminConnectGetLibVersion.program;
const named = (list: readonly ListedCall[]) => list.map((call) => [call.name, call] as const);

/** Arguments that mean nothing, but that every release could decode. */
function anyArguments({ name, args }: ListedCall): unknown {
  const type = types.get(args.name);
  if (type === undefined) throw new Error(`${name} takes ${args.name}, which no protocol file has`);
  return randomValue(type, new Random(name.length));
}

/** What becomes of the call, and whether the connection is good after it. */
async function outcome(host: QemuHost, call: ListedCall): Promise<unknown> {
  await using session: Session = isForAdmins(call)
    ? await openAdminSession(`libvirtd:///system?socket=${host.adminSocketPath}`)
    : await openSession(placeOn(host, 'test', '/default').uri);
  const came = await session.call(call, anyArguments(call)).catch((error: unknown) => error);
  if (isForAdmins(call)) await session.call(adminConnectGetLibVersion, undefined);
  else await session.call(connectGetLibVersion, undefined);
  return came;
}

/** Every procedure younger than 9.0.0, called at a daemon that has it or has it not. */
export function describeNewcomers(release: LibvirtRelease, host: () => QemuHost): void {
  const lacking = calls.filter(({ since }) => isOlder(release, since));
  const younger = calls.filter(({ since }) => isOlder('9.0.0', since) && !isOlder(release, since));

  if (lacking.length > 0) {
    test.each(named(lacking))('%s came later, and the refusal says so', async (name, call) => {
      const error = await outcome(host(), call);
      expect(error).toBeInstanceOf(NotSupportedError);
      expect(error).toMatchObject({
        code: 'VIR_ERR_NO_SUPPORT',
        procedure: name,
        since: call.since,
        daemonVersion: release,
        message: expect.stringContaining(`${name} came with libvirt ${call.since}; this daemon is ${release}`),
      });
    });
  }

  // the administrators' one among them would end the daemon
  const known = younger.filter((call) => !isForAdmins(call));
  if (known.length > 0) {
    test.each(named(known))('%s is known, whatever is said of its arguments', async (name, call) => {
      const error = await outcome(host(), call);
      if (error instanceof Error)
        expect(error).toMatchObject({
          name: expect.stringMatching(/^(LibvirtError|NotSupportedError)$/),
          procedure: name,
        });
      if (error instanceof NotSupportedError)
        expect(error).toMatchObject({ since: undefined, daemonVersion: undefined });
    });
  }

  test('no procedure is left out', () => {
    const all = calls.filter(({ since }) => isOlder('9.0.0', since));
    expect([...lacking, ...younger].map(({ name }) => name).sort()).toEqual(all.map(({ name }) => name).sort());
    expect(all.length).toBeGreaterThanOrEqual(10);
  });
}
