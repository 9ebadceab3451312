/** What a traced call was about: whatever of its arguments can hold no secret. */
export type TracedArguments = Readonly<Record<string, unknown>>;

/** What every trace tells from the moment that it has failed. */
export interface TracedOutcome {
  /** What the promise rejects with; absent as long as nothing has failed. */
  error?: unknown;
}

/** The opening of a connection: `tracing:libvirt-rpc:connect:…`. */
export interface ConnectContext extends TracedOutcome {
  /** As it was given, and once it is open as the connection has it; without password and parameters. */
  uri: string | undefined;
  readonly readOnly: boolean;
  /** Where the daemon was reached, as `unix:/run/libvirt/libvirt-sock`; absent until it is open. */
  peer?: string;
}

/** A call, from the moment it is made until its promise settles: `tracing:libvirt-rpc:call:…`. */
export interface CallContext extends TracedOutcome {
  /** Its name in `libvirt-rpc/protocol`, as `domainGetInfo`. */
  readonly procedure: string;
  /** The number of the program, as 0x20008086 for libvirt's own. */
  readonly program: number;
  /** Where the daemon is. */
  readonly peer: string;
  /**
   * Numbers, booleans, and the names, ids and UUIDs of objects; all other text, all other bytes and all lists are left
   * out, as they may hold secrets.
   */
  readonly args: TracedArguments;
  /** The longest wait, in milliseconds; `undefined` where there is none. */
  readonly timeout: number | undefined;
}

/** A stream, from the wish to open it until it has ended in either direction: `tracing:libvirt-rpc:stream:…`. */
export interface StreamContext extends TracedOutcome {
  /** The procedure that opens it, as `storageVolDownload`. */
  readonly procedure: string;
  readonly peer: string;
  /** As {@link CallContext.args}. */
  readonly args: TracedArguments;
  /** Seen from the client. */
  readonly direction: 'read' | 'write' | 'duplex';
  /** The bytes that have come from the daemon so far; holes do not count. */
  received: number;
  /** The bytes that were sent so far. */
  sent: number;
}

/** A subscription, from the wish to subscribe until the daemon has confirmed: `tracing:libvirt-rpc:event:…`. */
export interface EventContext extends TracedOutcome {
  /** The name of the events, as `domain-lifecycle`. */
  readonly name: string;
  readonly peer: string;
}

/** An event on its way to a subscription: the plain channel `libvirt-rpc:event:received`. */
export interface ReceivedEvent {
  /** The name under which it was subscribed to. */
  readonly name: string;
  readonly peer: string;
  /** What it is, as `domain-lifecycle`; `resync` behind a reconnection. */
  readonly type: string;
  /** The name and UUID of the domain, network or other object that it is about, where it is about one. */
  readonly args: TracedArguments;
}

/** A session has lost its connection, has another, or has ended: the plain channel `libvirt-rpc:session:state`. */
export interface SessionStateChange {
  readonly state: 'connected' | 'reconnecting' | 'closed';
  readonly peer: string;
  /** A ConnectionError: what ended the connection before. */
  readonly cause: unknown;
}
