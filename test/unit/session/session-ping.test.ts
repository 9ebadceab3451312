import { expect, test } from '@jest/globals';
import { ConnectionError } from '../../../src/errors/connection-error.ts';
import { sessionWithPeer } from './session-with-peer.ts';

test('each ping is answered', async () => {
  const { session } = sessionWithPeer();
  await expect(Promise.all([session.ping(), session.ping()])).resolves.toEqual([undefined, undefined]);
  await expect(session.ping()).resolves.toBeUndefined();
});

test('one that waits when the connection ends, or is sent behind that, rejects with what ended it', async () => {
  const { session, hangUp } = sessionWithPeer();
  hangUp();
  const pings = await Promise.allSettled([session.ping(), session.closed.then(() => session.ping())]);
  for (const ping of pings) {
    expect(ping.status === 'rejected' ? ping.reason : undefined).toBeInstanceOf(ConnectionError);
    expect(ping).toMatchObject({ reason: { reason: 'eof', message: expect.stringContaining('ping: ') } });
  }
});
