import { createServer, connect as dial, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { AuthenticationError } from '../../../src/errors/authentication-error.ts';
import { TimeoutError } from '../../../src/errors/timeout-error.ts';
import { describeWithLab } from '../../support/lab.ts';
import type { TestDaemon } from '../../support/test-daemon.ts';
import { TlsLab } from './tls-lab.ts';
import { refusedAlone, travelAlone } from './travel.ts';

// Daemons take their time to start, all the more on a machine that is busy with other tests.
jest.setTimeout(60_000);

/** What a proxy does with bytes of one side on their way to the other. */
type Passing = (bytes: Buffer, to: Socket) => void;

const whole: Passing = (bytes, to) => to.write(bytes);

/** Each byte in a segment of its own, as far as the system lets us. */
const byteByByte: Passing = (bytes, to) => {
  for (let at = 0; at < bytes.length; at++) to.write(bytes.subarray(at, at + 1));
};

interface Proxy extends AsyncDisposable {
  readonly port: number;
}

async function proxyTo(daemon: TestDaemon, fromDaemon: Passing, toDaemon: Passing = whole): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = dial(daemon.tlsPort, '127.0.0.1');
    for (const [socket, peer, pass] of [
      [near, far, toDaemon],
      [far, near, fromDaemon],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('data', (bytes) => pass(bytes, peer));
      socket.on('error', () => undefined);
      socket.on('close', () => peer.destroySoon());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new TypeError('a proxy without a port');
  return {
    port: address.port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describeWithLab('the verdict of a daemon about our certificate', (_lab) => {
  let lab: TlsLab;
  let daemon: TestDaemon;
  let good: string;
  let anonymous: string;

  beforeAll(async () => {
    lab = await TlsLab.create();
    [daemon, good, anonymous] = await Promise.all([
      lab.startDaemon(),
      lab.clientWith(lab.client),
      lab.clientDirectory(),
    ]);
  });

  afterAll(async () => {
    await daemon?.stop();
    await lab?.remove();
  });

  const through = ({ port }: Proxy, pkipath: string, more = ''): string =>
    `test+tls://127.0.0.1:${port}/default?pkipath=${pkipath}${more}`;

  test('is heard when every byte comes alone', async () => {
    await using proxy = await proxyTo(daemon, byteByByte, byteByByte);
    for (const version of ['1.2', '1.3']) {
      const only = `&tls_priority=NORMAL:-VERS-ALL:%2BVERS-TLS${version}`;
      await travelAlone(through(proxy, good, only));
      const error = await refusedAlone(through(proxy, anonymous, only));
      expect(error).toBeInstanceOf(AuthenticationError);
      expect(error.message).toMatch(/refused us: .*no certificate/);
    }
  });

  test('is heard when all that comes in a while comes at once', async () => {
    const held = new Map<Socket, Buffer[]>();
    const gather: Passing = (bytes, to) => {
      const waiting = held.get(to);
      if (waiting !== undefined) {
        waiting.push(bytes);
        return;
      }
      const chunks = [bytes];
      held.set(to, chunks);
      // The daemon's verdict follows its last words of the handshake, so that both come together.
      setTimeout(() => {
        held.delete(to);
        to.write(Buffer.concat(chunks));
      }, 5);
    };
    await using proxy = await proxyTo(daemon, gather, gather);
    await travelAlone(through(proxy, good));
  });

  test('is waited for no longer than the caller likes', async () => {
    let flights = 0;
    let heldBack = 0;
    // The handshake passes, and the verdict, which follows our last words of it, does not.
    const counted: Passing = (bytes, to) => {
      flights++;
      to.write(bytes);
    };
    const silent: Passing = (bytes, to) => {
      if (flights < 2) to.write(bytes);
      else heldBack += bytes.length;
    };
    await using proxy = await proxyTo(daemon, silent, counted);
    const opening = connect(through(proxy, good), { timeout: 300 });
    await expect(opening).rejects.toBeInstanceOf(TimeoutError);
    expect(heldBack).toBeGreaterThan(0);
  });

  test('leaves calls made side by side their replies', async () => {
    await using connection = await connect(`test+tls://127.0.0.1:${daemon.tlsPort}/default?pkipath=${good}`);
    const before = performance.now();
    const names = Array.from({ length: 4 }, (_, index) => `missing-${index + 100}`);
    const errors = await Promise.allSettled(names.map((name) => connection.lookupNetworkByName(name)));
    expect(errors.map((each) => each.status === 'rejected' && each.reason.message)).toEqual(
      names.map((name) => expect.stringContaining(name)),
    );
    // A daemon does not see a second packet in the same TLS record before the next ping, which takes it seconds.
    expect(performance.now() - before).toBeLessThan(4000);
  });
});
