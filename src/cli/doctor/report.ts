import type { OpeningSteps } from '../../session/opening-step.ts';

/** What the doctor asks an open connection, by the names of the steps, and what can become known there. */
export interface ConnectionSteps {
  /** The first call. */
  readonly call: { readonly procedure?: string; readonly hostname?: string };
  readonly daemon: {
    /** The daemon's release of libvirt, as `11.3.0`. */
    readonly release?: string;
  };
  readonly hypervisor: {
    /** As `QEMU`. */
    readonly type?: string;
    readonly release?: string;
  };
  readonly features: { readonly present?: readonly DoctorFeature[]; readonly absent?: readonly DoctorFeature[] };
  readonly keepalive: {
    /** Of one ping, in milliseconds. */
    readonly roundTrip?: number;
    /** When this package takes a silent daemon for gone unless told, in milliseconds. */
    readonly gone?: number;
  };
  /** What the daemon's admin socket says, where it can be reached. */
  readonly limits: { readonly socket?: string; readonly servers?: readonly DoctorServerLimits[] };
  readonly close: Readonly<Record<never, never>>;
}

/** One of the features that libvirt's daemons can be asked for. */
export interface DoctorFeature {
  readonly number: number;
  readonly name: string;
}

/** How many clients a server of a daemon has, and may have. */
export interface DoctorServerLimits {
  readonly name: string;
  readonly clients: number;
  readonly maxClients: number;
  readonly unauthenticated: number;
  readonly maxUnauthenticated: number;
  readonly workers: number;
  readonly maxWorkers: number;
}

/** All steps, with what each can tell. */
export interface DoctorSteps extends OpeningSteps, ConnectionSteps {}

/** The name of a step, as `tls`. */
export type DoctorStepName = keyof DoctorSteps;

/** The steps in the order in which they stand in a report. */
export const stepOrder: readonly DoctorStepName[] = [
  'uri',
  'certificates',
  'resolve',
  'connect',
  'tls',
  'verdict',
  'ssh',
  'authentication',
  'sasl',
  'open',
  'call',
  'daemon',
  'hypervisor',
  'features',
  'keepalive',
  'limits',
  'close',
];

/** How a step went: `skipped` is one that was not come to, or that has nobody to ask. */
export type DoctorStatus = 'ok' | 'warning' | 'failed' | 'skipped';

/** One step of a connection. Which facts there are depends on its name, and on how far it went. */
export interface DoctorStep<Name extends DoctorStepName = DoctorStepName> {
  readonly status: DoctorStatus;
  /** In milliseconds; null where the step was not come to. */
  readonly elapsed: number | null;
  readonly facts: DoctorSteps[Name];
  /** What went wrong, or why the step was skipped. */
  readonly problem: string | null;
  /** The code of the error, as `ECONNREFUSED` or `VIR_ERR_NO_CONNECT`. */
  readonly code: string | null;
  /** What will go wrong, or is not as it should be. */
  readonly warnings: readonly string[];
  /** What to change. */
  readonly advice: readonly string[];
}

/** What `libvirt-rpc doctor --json` prints. Fields may be added; those that are here keep their meaning. */
export interface DoctorReport {
  /** The version of this shape. */
  readonly format: 1;
  /** The URI that was given; null where none was. */
  readonly uri: string | null;
  /** Whether nothing has failed. */
  readonly ok: boolean;
  /** In milliseconds. */
  readonly elapsed: number;
  /** Those that this connection has, in order: one by a unix socket has no `tls`. */
  readonly steps: { readonly [Name in DoctorStepName]?: DoctorStep<Name> };
}
