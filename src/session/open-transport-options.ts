import type { ClientConfig } from './config/client-config.ts';
import type { Environment } from './environment.ts';
import type { OpenOptions } from './open-options.ts';
import type { ObserveOpening } from './opening-step.ts';

/** What the way to a daemon depends on besides the URI. */
export interface OpenTransportOptions {
  readonly readOnly: boolean;
  /** Ends the opening: the caller's signal and timeout in one. */
  readonly signal: AbortSignal;
  readonly environment: Environment;
  /** The user's libvirt.conf, which stands in where the URI says nothing. */
  readonly config: ClientConfig;
  /** What the caller gave to openSession, for what one transport alone wants to know. */
  readonly caller: OpenOptions;
  readonly onStep?: ObserveOpening | undefined;
}
