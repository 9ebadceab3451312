import { UsageError } from '../../errors/usage-error.ts';
import type { HostKeyPolicy } from '../../transport/ssh/host-key-check.ts';
import { readSshConfig, SshHostConfig } from '../../transport/ssh/ssh-config.ts';
import type { SshLoginMethod } from '../../transport/ssh/ssh-login.ts';
import type { SshHop } from '../../transport/ssh/ssh-session.ts';
import type { OpenTransportOptions } from '../open-transport-options.ts';
import { configDirectory, joinPath, systemConfigRoot } from '../platform.ts';
import { type LibvirtUri, uriParam } from '../uri/uri.ts';
import { uriSwitch } from '../uri/uri-params.ts';
import { filledParam } from './ssh-call.ts';
import type { SshQuestions } from './ssh-questions.ts';
import type { SshTransportName } from './ssh-road.ts';

const methods: readonly SshLoginMethod[] = ['agent', 'privkey', 'password', 'keyboard-interactive'];
const verifications: readonly HostKeyPolicy['verify'][] = ['normal', 'auto', 'ignore'];
const mostHops = 8;

/** A machine by the names that a user gives it. */
interface Machine {
  readonly host: string;
  readonly port: number | undefined;
  readonly user: string | undefined;
  readonly keyFile: string | undefined;
}

/** The machines on the way, the last of which is the URI's. Rejects with a UsageError for what cannot be. */
export async function sshHops(
  uri: LibvirtUri,
  name: SshTransportName,
  options: OpenTransportOptions,
  questions: SshQuestions,
): Promise<SshHop[]> {
  const planner = new HopPlanner(uri, name, options, questions);
  const { host, user, port } = uri;
  return planner.plan({ host: host || 'localhost', user, port, keyFile: filledParam(uri, 'keyfile') });
}

class HopPlanner {
  readonly #uri: LibvirtUri;
  readonly #name: SshTransportName;
  readonly #options: OpenTransportOptions;
  readonly #questions: SshQuestions;

  constructor(uri: LibvirtUri, name: SshTransportName, options: OpenTransportOptions, questions: SshQuestions) {
    this.#uri = uri;
    this.#name = name;
    this.#options = options;
    this.#questions = questions;
  }

  async plan(target: Machine): Promise<SshHop[]> {
    const config = await this.#config(target);
    const given = this.#options.caller.ssh?.jump;
    const text = typeof given === 'string' ? given : (given?.join(',') ?? config.get('proxyjump') ?? '');
    if (given === undefined && config.get('proxycommand') !== undefined) {
      throw new UsageError(
        `ssh_config has a ProxyCommand for ${target.host}, which only the system's ssh can run: use +ssh`,
      );
    }
    const jumps = text.split(',').filter((jump) => jump.trim() !== '');
    if (jumps.length > mostHops) throw new UsageError(`${jumps.length} machines to go through, of at most ${mostHops}`);
    const hops: SshHop[] = [];
    for (const jump of jumps) {
      const machine = parseMachine(jump.trim());
      const jumpConfig = await this.#config(machine);
      // Who has one key for all of them can say so only once.
      const keyFile = jumpConfig.all('identityfile').length === 0 ? target.keyFile : undefined;
      hops.push(await this.#hop({ ...machine, keyFile }, jumpConfig, true));
    }
    return [...hops, await this.#hop(target, config, false)];
  }

  /** The transport `libssh2` reads no ssh_config, as that library does not. */
  async #config({ host, user }: Omit<Machine, 'keyFile'>): Promise<SshHostConfig> {
    if (this.#name === 'libssh2') return new SshHostConfig(new Map());
    const { environment } = this.#options;
    const { home } = environment;
    const files = [
      joinPath(environment, home, '.ssh', 'config'),
      joinPath(environment, systemConfigRoot(environment), 'ssh', 'ssh_config'),
    ];
    return readSshConfig(files, { host, user, localUser: environment.userName ?? '', home });
  }

  async #hop({ host, port, user, keyFile }: Machine, config: SshHostConfig, isOnTheWay: boolean): Promise<SshHop> {
    const { environment } = this.#options;
    const realHost = config.get('hostname')?.replaceAll('%h', host).replaceAll('%%', '%') ?? host;
    const realPort = port ?? readPort(config.get('port')) ?? 22;
    // libvirt logs in as root by its own libraries, and as ssh does by ssh.
    const fallback = this.#name === 'ssh' ? environment.userName : 'root';
    const realUser = user ?? config.get('user') ?? fallback;
    if (realUser === undefined) throw new UsageError(`the URI names no user for ${host}, and this process has none`);
    const path = (text: string): string => this.#expand(text, realHost, realUser);
    const named = keyFile ?? config.all('identityfile').map(path)[0];
    const agent = config.get('identityagent');
    return {
      host: realHost,
      port: realPort,
      keyName: config.get('hostkeyalias'),
      hostKeys: this.#hostKeys(config, path),
      login: {
        user: realUser,
        methods: this.#methods(),
        agent:
          agent === undefined || agent === 'SSH_AUTH_SOCK'
            ? environment.variables.SSH_AUTH_SOCK || undefined
            : path(agent),
        keyFile: named,
        defaultKeyFiles: ['id_ed25519', 'id_ecdsa', 'id_rsa'].map((file) => this.#inHome('.ssh', file)),
        ask: uriSwitch(this.#uri, 'no_tty') ? undefined : await this.#questions(host, isOnTheWay),
      },
    };
  }

  #methods(): readonly SshLoginMethod[] | undefined {
    const given = filledParam(this.#uri, 'sshauth');
    return given?.split(',').map((word) => {
      const method = methods.find((candidate) => candidate === word.trim().toLowerCase());
      if (method === undefined) throw new UsageError(`sshauth=${given}: ${word} is none of ${methods.join(', ')}`);
      return method;
    });
  }

  #hostKeys(config: SshHostConfig, path: (text: string) => string): HostKeyPolicy {
    const { environment, caller } = this.#options;
    const confirm = caller.ssh?.confirmHost;
    const given = filledParam(this.#uri, 'known_hosts');
    const configured = this.#name === 'ssh' ? config.all('userknownhostsfile').map(path) : [];
    const own =
      this.#name === 'ssh'
        ? configured.length > 0
          ? configured
          : [this.#inHome('.ssh', 'known_hosts')]
        : [joinPath(environment, configDirectory(environment), 'known_hosts')];
    const shared = joinPath(environment, systemConfigRoot(environment), 'ssh', 'ssh_known_hosts');
    return {
      files: given === undefined ? (this.#name === 'ssh' ? [...own, shared] : own) : [given],
      verify: this.#verification(config),
      ...(confirm === undefined ? {} : { confirm: async (question: string) => confirm(question) }),
    };
  }

  #verification(config: SshHostConfig): HostKeyPolicy['verify'] {
    const text = uriParam(this.#uri, 'known_hosts_verify');
    if (text !== undefined) {
      const verify = verifications.find((candidate) => candidate === text);
      if (verify === undefined) {
        throw new UsageError(`known_hosts_verify=${text}: it is ${verifications.join(', ')}`);
      }
      return verify;
    }
    const strict = this.#name === 'ssh' ? config.get('stricthostkeychecking')?.toLowerCase() : undefined;
    const adds = strict === 'accept-new' || strict === 'no' || strict === 'off';
    // Without asking, ssh takes hosts that are not known, and not those whose keys are others than known.
    return adds || (this.#name === 'ssh' && uriSwitch(this.#uri, 'no_verify')) ? 'auto' : 'normal';
  }

  #inHome(...parts: readonly string[]): string {
    const { environment } = this.#options;
    return joinPath(environment, environment.home, ...parts);
  }

  #expand(text: string, host: string, user: string): string {
    const { environment } = this.#options;
    const tokens: Readonly<Record<string, string>> = {
      '%%': '%',
      '%d': environment.home,
      '%h': host,
      '%r': user,
      '%u': environment.userName ?? '',
    };
    const expanded = text.replace(/%./g, (token) => tokens[token] ?? token);
    return expanded.startsWith('~/') ? this.#inHome(expanded.slice(2)) : expanded;
  }
}

/** `[user@]host[:port]`, or the same as a URI with ssh. */
function parseMachine(text: string): Omit<Machine, 'keyFile'> {
  const [, user, bracketed, bare, port] =
    /^(?:ssh:\/\/)?(?:([^@]+)@)?(?:\[([^\]]+)\]|([^:[\]/]+))(?::(\d+))?\/?$/.exec(text) ?? [];
  const host = bracketed ?? bare;
  if (host === undefined)
    throw new UsageError(`${JSON.stringify(text)} is no machine to go through: [user@]host[:port]`);
  return { host, user, port: readPort(port) };
}

function readPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!(port > 0 && port <= 65535)) throw new UsageError(`${text} is no port`);
  return port;
}
