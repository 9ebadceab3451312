import { connect } from 'node:net';

// length, program REMOTE, version 1, procedure AUTH_LIST, type CALL, serial 0, status OK
const authList = Buffer.from(
  '0000001c' + '20008086' + '00000001' + '00000042' + '00000000' + '00000000' + '00000000',
  'hex',
);

/**
 * Resolves to true when the daemon behind the socket answers a call. A libvirt daemon listens before its drivers are
 * loaded but answers only when all of them, and all of its other sockets, are ready.
 */
export async function daemonAnswers(socketPath: string, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    const end = (answered: boolean) => {
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      resolve(answered);
    };
    const onAbort = () => end(false);
    signal.addEventListener('abort', onAbort);
    socket.on('connect', () => socket.write(authList));
    socket.on('data', () => end(true));
    socket.on('error', () => end(false));
    socket.on('end', () => end(false));
    if (signal.aborted) {
      end(false);
    }
  });
}
