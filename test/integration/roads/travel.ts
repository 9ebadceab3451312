import { expect } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { LibvirtError } from '../../../src/errors/libvirt-error.ts';
import type { OpenOptions } from '../../../src/session/open-options.ts';
import { runProgram } from '../../support/run-program.ts';

/**
 * Goes a road to a daemon all the way: opens, makes calls, gets an error bound to its call, closes. `virsh` goes the
 * same road first, as it is the judge of what must be accepted.
 */
export async function travel(uri: string, options: OpenOptions = {}, environment: Environment = {}): Promise<void> {
  const judge = await virshVersion(uri, environment);
  expect({ uri, ...judge }).toMatchObject({ uri, status: 0 });
  await travelAlone(uri, options);
}

/** {@link travel} where virsh cannot go, for a reason that the test tells. */
export async function travelAlone(uri: string, options: OpenOptions = {}): Promise<void> {
  await using connection = await connect(uri, { timeout: 30_000, ...options });
  const missing = `missing-${Math.trunc(Math.random() * 1e9)}`;
  const [version, domains, error] = await Promise.all([
    connection.getLibVersion(),
    connection.listAllDomains(),
    connection.lookupNetworkByName(missing).catch((cause: unknown) => cause),
  ]);
  expect(version).toBeGreaterThan(7_000_000n);
  expect(Array.isArray(domains)).toBe(true);
  expect(error).toBeInstanceOf(LibvirtError);
  expect(error).toMatchObject({ code: 'VIR_ERR_NO_NETWORK', message: expect.stringContaining(missing) });
}

/** A road that must be refused, by virsh as by us; resolves with our error. */
export async function refused(
  uri: string,
  options: OpenOptions = {},
  environment: Environment = {},
): Promise<Error & Record<string, unknown>> {
  const judge = await virshVersion(uri, environment);
  expect({ uri, ...judge }).not.toMatchObject({ status: 0 });
  return refusedAlone(uri, options);
}

/** {@link refused} where virsh cannot judge, for a reason that the test tells. */
export async function refusedAlone(uri: string, options: OpenOptions = {}): Promise<Error & Record<string, unknown>> {
  const error = await connect(uri, { timeout: 30_000, ...options }).then(
    async (connection) => {
      await connection.close();
      return undefined;
    },
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(Error);
  return error as Error & Record<string, unknown>;
}

type Environment = Readonly<Record<string, string>>;

function virshVersion(uri: string, environment: Environment): ReturnType<typeof runProgram> {
  return runProgram('virsh', ['--connect', uri, 'version', '--daemon'], { environment, timeout: 30_000 });
}
