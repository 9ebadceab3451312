import { type RemoteRoad, remoteCommand } from './remote-command.ts';

/** How the ssh program is to be called. */
export interface SshCall {
  readonly host: string;
  readonly port: number | undefined;
  readonly user: string | undefined;
  readonly keyFile: string | undefined;
  /** Whether it must not ask its user anything. */
  readonly noTty: boolean;
  /** Whether it is to take the host for whoever answers. */
  readonly noVerify: boolean;
  readonly road: RemoteRoad;
}

/** The arguments of ssh, in libvirt's order, which programs in its place rely on. */
export function sshArguments({ host, port, user, keyFile, noTty, noVerify, road }: SshCall): string[] {
  return [
    ...(port === undefined ? [] : ['-p', String(port)]),
    ...(user === undefined ? [] : ['-l', user]),
    ...(keyFile === undefined ? [] : ['-i', keyFile]),
    '-T',
    ...['-e', 'none'],
    ...(noTty ? ['-o', 'BatchMode=yes'] : []),
    ...(noVerify ? ['-o', 'StrictHostKeyChecking=no'] : []),
    '--',
    host,
    remoteCommand(road),
  ];
}
