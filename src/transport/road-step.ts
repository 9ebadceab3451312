import type { ShownCertificate } from './shown-certificate.ts';

/**
 * What can become known at the steps that transports take, by the names of the steps. Lists are told piece by piece, all
 * else as soon as it is known.
 */
export interface RoadSteps {
  /** Reading the files that TLS needs. */
  readonly certificates: {
    /** Where the authorities come from that are trusted. */
    readonly source?: string;
    readonly authorities?: readonly ShownCertificate[];
    /** How many lists of revoked certificates there are, and how many certificates are on them. */
    readonly revocationLists?: number;
    readonly revoked?: number;
    /** Our own; without one, `shown` says why. */
    readonly own?: ShownCertificate;
    /** What we show of ourselves, in words. */
    readonly shown?: string;
  };
  /** Looking a name up. */
  readonly resolve: { readonly host?: string; readonly addresses?: readonly string[] };
  readonly connect: {
    /** What was tried, in order, as `unix:/run/libvirt/libvirt-sock`. */
    readonly tried?: readonly string[];
    /** The address, or the socket, that answered. */
    readonly address?: string;
    /** The program that leads there, or the daemon that was started. */
    readonly program?: string;
  };
  /** The TLS handshake, and whether the server is trusted. */
  readonly tls: {
    /** As `TLSv1.3`. */
    readonly protocol?: string;
    readonly cipher?: string;
    /** The name that the server must have. */
    readonly expects?: string;
    readonly server?: ShownCertificate;
    /** `false` where `no_verify` lets everybody in. */
    readonly verifies?: boolean;
  };
  /** The byte by which a daemon says that it has accepted our certificate. */
  readonly verdict: { readonly accepted?: boolean };
  readonly ssh: {
    readonly client?: 'program' | 'built-in';
    readonly program?: string;
    /** Where it leads, as `ssh:root@kvm1`. */
    readonly destination?: string;
    /** The machines whose keys were seen, the last of which is the daemon's. */
    readonly hosts?: readonly ShownHostKey[];
    /** What we were let in by, one for each machine. */
    readonly logins?: readonly string[];
    /** What `proxy=` says, in effect. */
    readonly proxy?: string;
    /** What led on to the daemon, as `virt-ssh-helper`. */
    readonly way?: string;
  };
}

/** The key that an SSH server has shown. */
export interface ShownHostKey {
  readonly host: string;
  readonly type: string;
  /** As ssh-keygen -l shows it. */
  readonly fingerprint: string;
  /** The line of a known_hosts file that has it, as `/root/.ssh/known_hosts:3`; `undefined` where none has. */
  readonly place?: string;
}

/** One thing that a transport tells while it opens: which step it is at, and what has become known there. */
export type RoadStep = StepOf<RoadSteps>;

export type StepOf<Steps> = { [Name in keyof Steps]: { readonly step: Name } & Steps[Name] }[keyof Steps];
