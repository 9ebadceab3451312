import { posix, win32 } from 'node:path';
import type { Environment } from './environment.ts';

/** `join` as the platform writes paths. */
export function joinPath({ platform }: Pick<Environment, 'platform'>, ...parts: readonly string[]): string {
  return (platform === 'win32' ? win32 : posix).join(...parts);
}

/** Where a user's own configuration of libvirt is, as `~/.config/libvirt`. */
export function configDirectory(environment: Environment): string {
  const { variables, platform, home } = environment;
  if (variables.XDG_CONFIG_HOME) return joinPath(environment, variables.XDG_CONFIG_HOME, 'libvirt');
  if (platform === 'win32') {
    return joinPath(environment, variables.LOCALAPPDATA || win32.join(home, 'AppData', 'Local'), 'libvirt');
  }
  return joinPath(environment, home, '.config', 'libvirt');
}

/** Where a user's own daemons have their sockets. */
export function runtimeDirectory(environment: Environment): string {
  const { variables, home } = environment;
  const base = variables.XDG_RUNTIME_DIR || variables.XDG_CACHE_HOME || joinPath(environment, home, '.cache');
  return joinPath(environment, base, 'libvirt');
}

/** Where the machine's configuration is, of everything that is installed: `/etc`. */
export function systemConfigRoot(environment: Environment): string {
  return environment.platform === 'win32'
    ? environment.variables.PROGRAMDATA || 'C:\\ProgramData'
    : posix.join(installationPrefix(environment, 'etc/libvirt'), 'etc');
}

/** Where the machine's daemons have their sockets. */
export function systemRuntimeDirectory(environment: Environment): string {
  return posix.join(installationPrefix(environment, 'var/run/libvirt'), 'var/run/libvirt');
}

/** Where the configuration of the client is that this user's connections go by: root's is the machine's. */
export function clientConfigDirectory(environment: Environment): string {
  return environment.uid === 0
    ? joinPath(environment, systemConfigRoot(environment), 'libvirt')
    : configDirectory(environment);
}

/** The program that makes SSH connections. */
export function sshProgram({ platform }: Environment): string {
  return platform === 'win32' ? 'ssh.exe' : 'ssh';
}

/** Whether daemons can be reached by unix sockets; the named pipes that Node has on Windows are none of libvirt's. */
export function hasUnixSockets({ platform }: Environment): boolean {
  return platform !== 'win32';
}

/** On macOS, libvirt comes from Homebrew, which keeps all that belongs to the machine below a prefix of its own. */
function installationPrefix({ platform, variables, exists }: Environment, looksFor: string): string {
  if (platform !== 'darwin') return '/';
  const prefixes = [variables.HOMEBREW_PREFIX || '/opt/homebrew', '/usr/local'];
  return prefixes.find((prefix) => exists(posix.join(prefix, looksFor))) ?? '/';
}
