/** How the other machine leads on to its daemon: `netcat` by its socket, `native` by libvirt's own helper. */
export type SshProxy = 'auto' | 'netcat' | 'native';

/** What is to be done on the other machine. */
export interface RemoteRoad {
  readonly proxy: SshProxy;
  /** The program to take instead of `nc`. */
  readonly netcat?: string | undefined;
  /** The daemon's socket on the other machine; `undefined` where only the helper can tell. */
  readonly socketPath: string | undefined;
  /** The URI that the helper opens, without the way to the other machine. */
  readonly helperUri: string;
  readonly readOnly: boolean;
}

/** The command line for the other machine's login shell, letter by letter that of libvirt's virNetClientSSHHelperCommand. */
export function remoteCommand(road: RemoteRoad): string {
  const helper = helperCommand(road);
  const { socketPath } = road;
  if (road.proxy === 'native' || socketPath === undefined) return `sh -c '${helper}'`;
  const netcat = netcatCommand(road.netcat, socketPath);
  if (road.proxy === 'netcat') return `sh -c '${netcat}'`;
  return `sh -c 'which virt-ssh-helper 1>/dev/null 2>&1; if test $? = 0; then     ${helper}; else    ${netcat}; fi'`;
}

function helperCommand({ helperUri, readOnly }: RemoteRoad): string {
  return `virt-ssh-helper${readOnly ? ' -r' : ''} '${escapeTwice(helperUri)}'`;
}

/** Some netcats end only when they are told how long to wait behind the end of their input, and others do not know of it. */
function netcatCommand(program: string | undefined, socketPath: string): string {
  const netcat = `'${escapeTwice(program ?? 'nc')}'`;
  // libvirt leaves the path as it is, so that one with a space in it leads nowhere.
  const path = escapeShell(socketPath) === socketPath ? socketPath : `'${escapeTwice(socketPath)}'`;
  return `if ${netcat} -q 2>&1 | grep "requires an argument" >/dev/null 2>&1; then ARG=-q0;else ARG=;fi;${netcat} $ARG -U ${path}`;
}

/** Two shells read it: the login shell, and the `sh` in whose quoted script it stands. */
function escapeTwice(text: string): string {
  return escapeShell(escapeShell(text));
}

function escapeShell(text: string): string {
  return text !== '' && !/[\r\t\n !"#$&'()*;<>?[\\\]^`{|}~]/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
