import { DomainRunningReason, ErrorDomain, ErrorNumber } from '../../generated/api-enums.ts';
import type { NonnullDomain } from '../../generated/remote-types.ts';
import { formatUuid } from '../../protocol/uuid.ts';
import { canonicalUuidBytes } from '../canonical-uuid.ts';
import { fault, invalidOperation } from '../fault.ts';
import { type Kind, refuseDuplicate } from '../refuse-duplicate.ts';
import type { DomainDefinition } from './definition/domain-definition.ts';
import { Domain } from './domain.ts';

const kind: Kind = { what: 'domain', domain: ErrorDomain.DOMAIN };

/** The domains of a host. */
export class DomainList {
  readonly #byUuid = new Map<string, Domain>();
  readonly #byName = new Map<string, Domain>();
  #nextId = 1;

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
    domain.define(definition);
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
  }

  /** Ends a domain; one that nobody defined is gone. */
  stop(domain: Domain, reason: number): void {
    domain.stop(reason);
    if (!domain.persistent) this.#forget(domain);
  }

  /** Forgets a definition; a domain that runs is gone when it stops. */
  undefine(domain: Domain): void {
    if (domain.isActive) domain.persistent = false;
    else this.#forget(domain);
  }

  rename(domain: Domain, name: string): void {
    this.#byName.delete(domain.name);
    domain.definition = domain.definition.withName(name);
    this.#byName.set(name, domain);
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

/** How the protocol speaks of a domain. */
export function domainReference({ name, uuid, id }: Domain): NonnullDomain {
  return { name, uuid: canonicalUuidBytes(uuid), id };
}
