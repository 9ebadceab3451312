import { DomainShutoffReason, DomainState, ErrorDomain } from '../../generated/api-enums.ts';
import { invalidOperation } from '../fault.ts';
import type { Checkpoint } from './checkpoint/checkpoint.ts';
import { ConsoleSessions } from './console/console-sessions.ts';
import type { DomainDefinition } from './definition/domain-definition.ts';
import { copyDefinition } from './definition/parse-domain.ts';
import { freshGuest, type GuestState } from './guest/guest-state.ts';
import { MomentList } from './moment-list.ts';
import type { Snapshot } from './snapshot/snapshot.ts';
import type { ThreadPolling } from './thread-polling.ts';

/** Which of a domain's definitions a change is for: the running one, the kept one, or both. */
export interface AffectedDefinitions {
  readonly live: boolean;
  readonly config: boolean;
}

/** A domain of a host: what it is made of, and how it does. */
export class Domain {
  readonly uuid: string;
  /** What it runs with, or would run with. */
  definition: DomainDefinition;
  /** What a running domain will have when it stops; only a persistent one has it. */
  nextDefinition: DomainDefinition | undefined;
  /** -1 while it does not run. */
  id = -1;
  persistent = false;
  autostart = false;
  state: number = DomainState.SHUTOFF;
  reason: number = DomainShutoffReason.UNKNOWN;
  guest: GuestState = freshGuest;
  /** Whether what it did when it stopped is kept for its next start. */
  hasManagedSave = false;
  /** How its threads wait for input and output, of those that were added to it since it was defined. */
  polling: readonly ThreadPolling[] = [];
  readonly snapshots: MomentList<Snapshot> = new MomentList();
  /** Who talks to its character devices. */
  readonly consoles: ConsoleSessions = new ConsoleSessions();
  readonly checkpoints: MomentList<Checkpoint> = new MomentList();

  constructor(definition: DomainDefinition) {
    this.uuid = definition.uuid;
    this.definition = definition;
  }

  get name(): string {
    return this.definition.name;
  }

  get isActive(): boolean {
    return this.id !== -1;
  }

  /** What it keeps when it stops. */
  get keptDefinition(): DomainDefinition {
    return this.nextDefinition ?? this.definition;
  }

  /** Refuses what only a running domain can do. */
  checkActive(): void {
    if (!this.isActive) throw invalidOperation(ErrorDomain.DOMAIN, 'domain is not running');
  }

  setState(state: number, reason: number): void {
    this.state = state;
    this.reason = reason;
  }

  /** Throws a Fault when what it would keep cannot be copied: it then has its number, as in libvirt, and does not run. */
  start(id: number, reason: number): void {
    this.id = id;
    try {
      if (this.persistent) this.nextDefinition ??= copyDefinition(this.definition);
    } catch (error) {
      this.setState(DomainState.SHUTOFF, DomainShutoffReason.FAILED);
      throw error;
    }
    this.hasManagedSave = false;
    this.setState(DomainState.RUNNING, reason);
  }

  stop(reason: number): void {
    if (this.nextDefinition !== undefined) {
      this.definition = this.nextDefinition;
      this.nextDefinition = undefined;
      // One that has nothing else to be keeps its number to the end, as in libvirt.
      this.id = -1;
    }
    this.setState(DomainState.SHUTOFF, reason);
  }

  /** Takes a definition to keep; one that runs goes on with the one that it has. */
  define(definition: DomainDefinition): void {
    if (this.isActive) this.nextDefinition = definition;
    else this.definition = definition;
    this.persistent = true;
  }

  /** Takes a definition to run with from now on, and keeps the one that it had. */
  replaceLive(definition: DomainDefinition): void {
    this.nextDefinition ??= this.definition;
    this.definition = definition;
  }

  /** Changes the definitions that are affected. */
  change({ live, config }: AffectedDefinitions, change: (definition: DomainDefinition) => DomainDefinition): void {
    if (config && this.nextDefinition !== undefined) this.nextDefinition = change(this.nextDefinition);
    else if (config && !live) this.definition = change(this.definition);
    if (live) this.definition = change(this.definition);
  }
}
