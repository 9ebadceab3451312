import type { ConnectDomainQemuMonitorEventRegisterFlags } from '../../generated/api-enums.ts';
import type { CallOptions } from '../../rpc/call-options.ts';
import type { Domain } from '../domain.ts';
import type { FlagOptions } from '../flag-options.ts';
import type { Network } from '../network.ts';
import type { NodeDevice } from '../node-device.ts';
import type { Secret } from '../secret.ts';
import type { StoragePool } from '../storage-pool.ts';

/** How much a subscription keeps for a consumer that is slow. */
export interface QueueOptions {
  /** How many events wait for the consumer at most; 1,000 unless told. */
  readonly limit?: number | undefined;
  /**
   * What happens when one more comes: the oldest is dropped and counted as `lost` (the default), or the subscription
   * ends with an error.
   */
  readonly overflow?: 'drop-oldest' | 'error' | undefined;
}

/**
 * How to subscribe. `timeout` limits the wait for the daemon's confirmation; `signal` ends that, and later the
 * subscription.
 */
export type SubscribeOptions = CallOptions & QueueOptions;

/** Which events a name takes: those of one object alone, and what QEMU's have beyond that. */
export type EventFilter<Name extends string> = Name extends 'qemu-monitor'
  ? FlagOptions<ConnectDomainQemuMonitorEventRegisterFlags> & {
      readonly domain?: Domain | undefined;
      /** The event's name, or a pattern by the flags; all of them unless told. */
      readonly event?: string | undefined;
    }
  : Name extends `domain-${string}`
    ? { readonly domain?: Domain | undefined }
    : Name extends `network-${string}`
      ? { readonly network?: Network | undefined }
      : Name extends `storage-pool-${string}`
        ? { readonly pool?: StoragePool | undefined }
        : Name extends `node-device-${string}`
          ? { readonly device?: NodeDevice | undefined }
          : Name extends `secret-${string}`
            ? { readonly secret?: Secret | undefined }
            : unknown;

/** All that {@link EventFilter} may have, whatever the name. */
export interface AnyFilter {
  readonly domain?: Domain | undefined;
  readonly network?: Network | undefined;
  readonly pool?: StoragePool | undefined;
  readonly device?: NodeDevice | undefined;
  readonly secret?: Secret | undefined;
  readonly event?: string | undefined;
}
