import {
  DomainEventDefinedDetailType,
  DomainEventStartedDetailType,
  DomainEventStoppedDetailType,
  DomainEventType,
  DomainEventUndefinedDetailType,
  DomainRunningReason,
  DomainShutoffReason,
  ErrorDomain,
  ErrorNumber,
} from '../../generated/api-enums.ts';
import type { NonnullDomain } from '../../generated/remote-types.ts';
import { formatUuid } from '../../protocol/uuid.ts';
import type { HostEvents } from '../event/host-events.ts';
import { fault, invalidOperation } from '../fault.ts';
import { type Kind, refuseDuplicate } from '../refuse-duplicate.ts';
import type { DomainDefinition } from './definition/domain-definition.ts';
import { Domain } from './domain.ts';
import { domainLifecycle } from './domain-events.ts';

const kind: Kind = { what: 'domain', domain: ErrorDomain.DOMAIN };

/** What is told of domains that run or stop, by the reasons that they have for it. */
const startedDetails: ReadonlyMap<number, number> = new Map([
  [DomainRunningReason.BOOTED, DomainEventStartedDetailType.BOOTED],
  [DomainRunningReason.RESTORED, DomainEventStartedDetailType.RESTORED],
  [DomainRunningReason.FROM_SNAPSHOT, DomainEventStartedDetailType.FROM_SNAPSHOT],
]);
const stoppedDetails: ReadonlyMap<number, number> = new Map([
  [DomainShutoffReason.SHUTDOWN, DomainEventStoppedDetailType.SHUTDOWN],
  [DomainShutoffReason.DESTROYED, DomainEventStoppedDetailType.DESTROYED],
  [DomainShutoffReason.CRASHED, DomainEventStoppedDetailType.CRASHED],
  [DomainShutoffReason.SAVED, DomainEventStoppedDetailType.SAVED],
  [DomainShutoffReason.FROM_SNAPSHOT, DomainEventStoppedDetailType.FROM_SNAPSHOT],
]);

/** The domains of a host. What they do is told to whoever listens. */
export class DomainList {
  readonly #events: HostEvents;
  readonly #byUuid = new Map<string, Domain>();
  readonly #byName = new Map<string, Domain>();
  #nextId = 1;

  constructor(events: HostEvents) {
    this.#events = events;
  }

  all(): Domain[] {
    return [...this.#byUuid.values()];
  }

  byUuid(uuid: string): Domain | undefined {
    return this.#byUuid.get(uuid);
  }

  byName(name: string): Domain | undefined {
    return this.#byName.get(name);
  }

  byId(id: number): Domain | undefined {
    return id < 0 ? undefined : this.all().find((domain) => domain.id === id);
  }

  /** The domain that a client speaks of. Throws a Fault when it is no more. */
  referredBy({ uuid, name }: NonnullDomain): Domain {
    const text = formatUuid(uuid);
    const domain = this.#byUuid.get(text);
    if (domain !== undefined) return domain;
    const detail = `no domain with matching uuid '${text}' (${name})`;
    throw fault(ErrorNumber.ERR_NO_DOMAIN, ErrorDomain.TEST, detail);
  }

  /** Keeps a definition: of a new domain, or a new one of a domain that is there. */
  define(definition: DomainDefinition): Domain {
    const domain = this.#settle(definition);
    const { ADDED, UPDATED } = DomainEventDefinedDetailType;
    // To keep what a domain runs with that nobody has defined yet is no update.
    const isNew = domain.isActive ? domain.nextDefinition === undefined : !domain.persistent;
    domain.define(definition);
    this.tell(domain, DomainEventType.DEFINED, isNew ? ADDED : UPDATED);
    return domain;
  }

  /** Runs a definition: as a domain that is gone when it stops, or as one that is there and does not run. */
  create(definition: DomainDefinition, reason: number = DomainRunningReason.BOOTED): Domain {
    const known = refuseDuplicate(this, definition, kind);
    if (known?.isActive) {
      throw invalidOperation(ErrorDomain.DOMAIN, `domain '${known.name}' is already active`);
    }
    const domain = known ?? this.#settle(definition);
    if (known !== undefined) domain.replaceLive(definition);
    this.start(domain, reason);
    return domain;
  }

  start(domain: Domain, reason: number = DomainRunningReason.BOOTED): void {
    domain.start(this.#nextId++, reason);
    this.tell(domain, DomainEventType.STARTED, startedDetails.get(reason) ?? 0);
  }

  /** Ends a domain; one that nobody defined is gone. */
  stop(domain: Domain, reason: number): void {
    this.halt(domain, reason);
    if (!domain.persistent) this.#forget(domain);
  }

  /** As `stop`, for one that is to go on. */
  halt(domain: Domain, reason: number): void {
    domain.stop(reason);
    domain.consoles.endAll();
    this.tell(domain, DomainEventType.STOPPED, stoppedDetails.get(reason) ?? 0);
  }

  /** Tells whoever listens what a domain does. */
  tell(domain: Domain, event: DomainEventType, detail: number): void {
    this.#events.emit(domainLifecycle(domain, event, detail));
  }

  /** Forgets a definition; a domain that runs is gone when it stops. */
  undefine(domain: Domain): void {
    if (domain.isActive) domain.persistent = false;
    else this.#forget(domain);
    this.tell(domain, DomainEventType.UNDEFINED, DomainEventUndefinedDetailType.REMOVED);
  }

  rename(domain: Domain, name: string): void {
    this.#byName.delete(domain.name);
    this.tell(domain, DomainEventType.UNDEFINED, DomainEventUndefinedDetailType.RENAMED);
    domain.definition = domain.definition.withName(name);
    this.#byName.set(name, domain);
    this.tell(domain, DomainEventType.DEFINED, DomainEventDefinedDetailType.RENAMED);
  }

  #forget({ uuid, name }: Domain): void {
    this.#byUuid.delete(uuid);
    this.#byName.delete(name);
  }

  #settle(definition: DomainDefinition): Domain {
    const known = refuseDuplicate(this, definition, kind);
    if (known !== undefined) return known;
    const domain = new Domain(definition);
    this.#byUuid.set(domain.uuid, domain);
    this.#byName.set(domain.name, domain);
    return domain;
  }
}
