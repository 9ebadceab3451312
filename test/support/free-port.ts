import { createServer } from 'node:net';

/** A loopback TCP port that was free a moment ago: whoever binds it must be ready to try another. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') {
    throw new TypeError('a listening TCP server without a port');
  }
  return address.port;
}
