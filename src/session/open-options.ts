import type { KeepAliveOptions } from '../rpc/keepalive-watch.ts';
import type { AuthenticationOptions } from './authentication/authentication-options.ts';
import type { Environment } from './environment.ts';
import type { ReconnectOptions } from './reconnect/reconnect.ts';
import type { Session } from './session.ts';
import type { SessionOptions } from './session-options.ts';
import type { SshOptions } from './ssh/ssh-options.ts';
import type { TlsOptions } from './tls/tls-options.ts';

/** How a connection is opened. */
export interface OpenOptions extends SessionOptions, AuthenticationOptions {
  /** Ends the opening when it is aborted. */
  readonly signal?: AbortSignal | undefined;
  /**
   * The longest that opening may take, in milliseconds, from the first packet to the daemon's last answer; without end
   * unless told. A human who is asked for a password, by polkit or by us, must manage within it.
   */
  readonly timeout?: number | undefined;
  /** Whether the connection may only look. The daemon refuses what would change something. */
  readonly readOnly?: boolean | undefined;
  /** `false` takes the URI as it stands, and looks for no alias in libvirt.conf: VIR_CONNECT_NO_ALIASES. */
  readonly aliases?: boolean | undefined;
  /** Follows a connection that is lost by another; not unless told. `true` takes all of {@link ReconnectOptions} as they are. */
  readonly reconnect?: boolean | ReconnectOptions | undefined;
  /** When a silent daemon counts as gone; after five unanswered pings, 5 s apart, unless told, and `false` never. */
  readonly keepAlive?: Partial<KeepAliveOptions> | false | undefined;
  /** Certificates and other things of TLS, where they are not to be as libvirt's files and the URI say. */
  readonly tls?: TlsOptions | undefined;
  /** What SSH transports may be told besides the URI. */
  readonly ssh?: SshOptions | undefined;
  /**
   * Records all packets into the file of this path, which is made anew, with secrets taken out: for reports of faults,
   * and for `replaySession` of `libvirt-rpc/testing`. See docs/observability.md for what is taken out.
   */
  readonly record?: string | undefined;
  /** What the choice of a daemon depends on outside the URI; this process's own by default. */
  readonly environment?: Environment | undefined;
}

/** A session and the URI that it has. */
export interface OpenedSession {
  readonly session: Session;
  readonly uri: string;
}

/** libvirt's own: a daemon that is silent for half a minute is gone. */
export const defaultKeepAlive: KeepAliveOptions = { interval: 5000, count: 5 };
