import type { ChannelWay } from './channel-transport.ts';
import { type RemoteRoad, remoteCommand } from './remote-command.ts';

/** The ways from the other machine's SSH server to its daemon, the likeliest to be the right one first. */
export function channelWays(road: RemoteRoad): ChannelWay[] {
  const { proxy, socketPath, netcat } = road;
  const ways: ChannelWay[] = [];
  // The helper knows best where the daemon is, and where a netcat is named it is not wanted.
  if (proxy !== 'netcat') ways.push(byCommand('virt-ssh-helper', remoteCommand({ ...road, proxy: 'native' })));
  if (proxy === 'native' || socketPath === undefined) return ways;
  if (proxy === 'auto') ways.push(directly(socketPath));
  ways.push(byCommand(netcat ?? 'nc', remoteCommand({ ...road, proxy: 'netcat' })));
  return ways;
}

/** The ways to a socket that the user has named, where no way is named: netcat is needed only where SSH itself may not. */
export function waysToSocket(road: RemoteRoad): ChannelWay[] {
  const { socketPath } = road;
  const ways = channelWays({ ...road, proxy: 'netcat' });
  return socketPath === undefined ? ways : [directly(socketPath), ...ways];
}

function directly(socketPath: string): ChannelWay {
  return { name: socketPath, open: (session, options) => session.connectUnix(socketPath, options) };
}

function byCommand(name: string, command: string): ChannelWay {
  return { name, open: (session, options) => session.exec(command, options) };
}
