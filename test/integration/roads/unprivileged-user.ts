import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Environment, processEnvironment } from '../../../src/session/environment.ts';
import { type ProgramResult, runProgram } from '../../support/run-program.ts';

/** A user without privileges, in whose name programs run: `nobody`, with directories of its own. */
export interface UnprivilegedUser extends AsyncDisposable {
  readonly home: string;
  /** Where the user's daemons have their sockets. */
  readonly runtime: string;
  /** What programs of the user find around them. */
  readonly variables: Readonly<Record<string, string>>;
  /** The same for a client in this process. */
  readonly environment: Environment;
  /** Writes a file of the user's configuration of libvirt. */
  configure(name: string, text: string): Promise<void>;
  run(program: string, args: readonly string[], variables?: Readonly<Record<string, string>>): Promise<ProgramResult>;
}

const nobody = 65534;

export async function unprivilegedUser(): Promise<UnprivilegedUser> {
  const directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-user-'));
  await chmod(directory, 0o755);
  const home = join(directory, 'home');
  const runtime = join(directory, 'run');
  const config = join(home, '.config', 'libvirt');
  await mkdir(runtime, { mode: 0o700 });
  await mkdir(config, { recursive: true });
  await Promise.all([runtime, home, join(home, '.config'), config].map((path) => chown(path, nobody, nobody)));
  const variables = {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    HOME: home,
    USER: 'nobody',
    LOGNAME: 'nobody',
    XDG_RUNTIME_DIR: runtime,
    LC_ALL: 'C',
  };
  return {
    home,
    runtime: join(runtime, 'libvirt'),
    variables,
    environment: { ...processEnvironment(), variables, uid: nobody, userName: 'nobody', home },
    configure: (name, text) => writeFile(join(config, name), text),
    run(program, args, more = {}) {
      const words = Object.entries({ ...variables, ...more }).map(([name, value]) => `${name}=${value}`);
      const identity = [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'];
      return runProgram('setpriv', [...identity, 'env', '--ignore-environment', ...words, program, ...args]);
    },
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true }),
  };
}
