import type { RoadSteps, StepOf } from '../transport/road-step.ts';
import type { UriSetting } from './uri/uri-facts.ts';

/** What can become known at the steps of opening a session, by the names of the steps. */
export interface OpeningSteps extends RoadSteps {
  readonly uri: {
    /** The URI before aliases; `undefined` where nobody has named any, and the daemon that is there is meant. */
    readonly given?: string | undefined;
    /** Where it comes from: `argument`, or the name of an environment variable, or a setting and its file. */
    readonly from?: string | undefined;
    /** The alias of libvirt.conf that was given. */
    readonly alias?: string;
    /** The URI behind all aliases. */
    readonly uri?: string;
    /** As `unix`; `in process` for a test hypervisor that is within this process. */
    readonly transport?: string;
    readonly user?: string | undefined;
    readonly host?: string;
    readonly port?: number | undefined;
    /** What the daemon is asked to open. */
    readonly name?: string;
    /** What else decides on the way, and where it comes from. */
    readonly settings?: readonly UriSetting[];
  };
  readonly authentication: {
    /** The ways that the daemon offers, as `polkit`; empty where it asks for nothing. */
    readonly offered?: readonly string[];
    readonly chosen?: string;
  };
  readonly sasl: {
    /** The mechanisms that the daemon offers. */
    readonly offered?: readonly string[];
    readonly mechanism?: string;
    /** The strength of its security layer in bits, 0 where there is none. */
    readonly layer?: number;
  };
  /** The call that opens the connection to the hypervisor. */
  readonly open: { readonly name?: string; readonly readOnly?: boolean };
}

/** One thing that opening a session tells: which step it is at, and what has become known there. */
export type OpeningStep = StepOf<OpeningSteps>;

/** Watches a session being opened. It must not throw. */
export type ObserveOpening = (step: OpeningStep) => void;
