import { UsageError } from '../../errors/usage-error.ts';
import { connectChildProcess } from '../../transport/child-process.ts';
import { sshArguments } from '../../transport/ssh/ssh-arguments.ts';
import type { Transport } from '../../transport/transport.ts';
import type { OpenTransportOptions } from '../open-transport-options.ts';
import { sshProgram } from '../platform.ts';
import { type LibvirtUri, uriParam } from '../uri/uri.ts';
import { sshCall } from './ssh-call.ts';

/** `+ssh` by the system's ssh, or by the program that `command=` names in its place. */
export async function openSshProgram(uri: LibvirtUri, options: OpenTransportOptions): Promise<Transport> {
  const { environment, signal, onStep } = options;
  const command = uriParam(uri, 'command');
  if (command === '') throw new UsageError('command= is empty');
  const call = sshCall(uri, options);
  const target = {
    file: command ?? sshProgram(environment),
    args: [...jumpArguments(options), ...sshArguments(call)],
    environment: environment.variables,
    description: sshDescription(call),
    secure: true,
    hint: sshHint,
  };
  const { file: program, description: destination } = target;
  onStep?.({ step: 'ssh', client: 'program', program, destination, proxy: call.road.proxy });
  return connectChildProcess(target, { signal });
}

/** Nothing, unless the caller names machines to go through: only then do the arguments differ from libvirt's. */
function jumpArguments({ caller }: OpenTransportOptions): string[] {
  const jump = caller.ssh?.jump ?? [];
  const text = typeof jump === 'string' ? jump : jump.join(',');
  return text === '' ? [] : ['-J', text];
}

/** Where ssh leads, as `ssh:root@kvm1:2222`. */
function sshDescription({ user, host, port }: ReturnType<typeof sshCall>): string {
  const hostPart = host.includes(':') ? `[${host}]` : host;
  return `ssh:${user === undefined ? '' : `${user}@`}${hostPart}${port === undefined ? '' : `:${port}`}`;
}

/** What stands behind the statuses that ssh and shells have in common everywhere. */
function sshHint(exitCode: number | undefined): string | undefined {
  switch (exitCode) {
    case 127:
      return 'the host lacks a program, virt-ssh-helper (of libvirt 6.8 and newer) or a netcat that knows unix sockets (-U)';
    case 255:
      return 'ssh did not get there';
    default:
      return undefined;
  }
}
