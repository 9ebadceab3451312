import { isIP, type NetConnectOpts, type Socket } from 'node:net';
import { hostAndPort } from './host-and-port.ts';
import type { RoadStep } from './road-step.ts';

/** Tells what becomes of a socket that is about to be connected. */
export function watchDialing(
  socket: Socket,
  target: NetConnectOpts,
  description: string,
  onStep: (step: RoadStep) => void,
): void {
  const connecting = { step: 'connect', tried: [description] } as const;
  if ('path' in target || target.host === undefined || isIP(target.host) !== 0) onStep(connecting);
  else {
    const { host } = target;
    onStep({ step: 'resolve', host });
    let found = false;
    // It is told of each address.
    socket.on('lookup', (error, address) => {
      if (error) return;
      onStep({ step: 'resolve', addresses: [address] });
      if (!found) queueMicrotask(() => onStep(connecting));
      found = true;
    });
  }
  socket.once('connect', () => {
    const { remoteAddress, remotePort } = socket;
    const isRemote = remoteAddress !== undefined && remotePort !== undefined;
    onStep({ step: 'connect', address: isRemote ? hostAndPort(remoteAddress, remotePort) : description });
  });
}
