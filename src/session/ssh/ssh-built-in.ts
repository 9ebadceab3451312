import { ChannelTransport } from '../../transport/ssh/channel-transport.ts';
import { channelWays, waysToSocket } from '../../transport/ssh/channel-ways.ts';
import { SshSession } from '../../transport/ssh/ssh-session.ts';
import type { Transport } from '../../transport/transport.ts';
import type { OpenTransportOptions } from '../open-transport-options.ts';
import { type LibvirtUri, uriParam } from '../uri/uri.ts';
import { remoteProxy } from '../uri/uri-params.ts';
import { remoteRoad } from './ssh-call.ts';
import { sshHops } from './ssh-hops.ts';
import { sshQuestions } from './ssh-questions.ts';
import type { SshTransportName } from './ssh-road.ts';

/** A transport of the SSH family by an SSH client in this process. */
export async function openBuiltInSsh(
  uri: LibvirtUri,
  name: SshTransportName,
  options: OpenTransportOptions,
): Promise<Transport> {
  const { config, signal, onStep } = options;
  const road = remoteRoad(uri, options);
  const hops = await sshHops(uri, name, options, sshQuestions(uri, options));
  const unsaid = remoteProxy(uri, config) === undefined && road.netcat === undefined;
  const toSocket = unsaid && uriParam(uri, 'socket') !== undefined;
  onStep?.({ step: 'ssh', client: 'built-in', proxy: road.proxy });
  const session = await SshSession.connect(hops, { signal, onStep });
  return ChannelTransport.open(session, toSocket ? waysToSocket(road) : channelWays(road), { signal, onStep });
}
