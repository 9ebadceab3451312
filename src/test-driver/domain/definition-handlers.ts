import {
  DomainDefineFlags,
  DomainUndefineFlagsValues,
  DomainXMLFlags,
  ErrorDomain,
} from '../../generated/api-enums.ts';
import {
  domainDefineXML,
  domainDefineXMLFlags,
  domainGetXMLDesc,
  domainRename,
  domainUndefine,
  domainUndefineFlags,
} from '../../generated/remote-procedures.ts';
import type { NonnullDomain } from '../../generated/remote-types.ts';
import { mustNotBeEmpty, mustNotBeNull } from '../arguments.ts';
import { checkFlags, forbidden, invalidOperation } from '../fault.ts';
import { type HandledProcedure, handle, handleOpen } from '../handle.ts';
import type { Host } from '../host.ts';
import { parseDomain, slashInName } from './definition/parse-domain.ts';
import { domainReference } from './domain-reference.ts';

const { SECURE, INACTIVE, MIGRATABLE } = DomainXMLFlags;
const undefineFlags = DomainUndefineFlagsValues.MANAGED_SAVE | DomainUndefineFlagsValues.SNAPSHOTS_METADATA;

function define({ domains }: Host, xml: string, flags: number): { dom: NonnullDomain } {
  checkFlags('testDomainDefineXMLFlags', flags, DomainDefineFlags.VALIDATE);
  return { dom: domainReference(domains.define(parseDomain(xml))) };
}

function undefine({ domains }: Host, dom: NonnullDomain, flags: number): void {
  checkFlags('testDomainUndefineFlags', flags, undefineFlags);
  const domain = domains.referredBy(dom);
  const snapshots = domain.snapshots.all().length;
  if (!domain.isActive && snapshots > 0 && (flags & DomainUndefineFlagsValues.SNAPSHOTS_METADATA) === 0) {
    throw invalidOperation(ErrorDomain.TEST, `cannot delete inactive domain with ${snapshots} snapshots`);
  }
  if (domain.hasManagedSave && (flags & DomainUndefineFlagsValues.MANAGED_SAVE) === 0) {
    throw invalidOperation(ErrorDomain.TEST, 'Refusing to undefine while domain managed save image exists');
  }
  domains.undefine(domain);
}

/** What domains are made of, as documents. */
export const domainDefinitionHandlers: readonly HandledProcedure[] = [
  handle(domainDefineXML, (host, { xml }) => define(host, xml, 0)),
  handle(domainDefineXMLFlags, (host, { xml, flags }) => define(host, xml, flags)),
  handle(domainUndefine, (host, { dom }) => undefine(host, dom, 0)),
  handle(domainUndefineFlags, (host, { dom, flags }) => undefine(host, dom, flags)),
  handleOpen(domainGetXMLDesc, ({ host, readOnly }, { dom, flags }) => {
    if (readOnly && (flags & (SECURE | MIGRATABLE)) !== 0) {
      throw forbidden(ErrorDomain.DOMAIN, 'virDomainGetXMLDesc with secure flag');
    }
    checkFlags('testDomainGetXMLDesc', flags, SECURE | INACTIVE | MIGRATABLE);
    const domain = host.domains.referredBy(dom);
    const secure = (flags & SECURE) !== 0;
    if ((flags & INACTIVE) !== 0) return { xml: domain.keptDefinition.format({ secure }) };
    return { xml: domain.definition.format({ secure, id: domain.isActive ? domain.id : undefined }) };
  }),
  handleOpen(domainRename, ({ host: { domains }, readOnly }, { dom, new_name, flags }) => {
    if (new_name === null) throw mustNotBeNull(ErrorDomain.DOMAIN, 'virDomainRename', 'new_name');
    if (new_name === '') throw mustNotBeEmpty(ErrorDomain.DOMAIN, 'virDomainRename', 'new_name');
    if (readOnly) throw forbidden(ErrorDomain.DOMAIN, 'read only access prevents virDomainRename');
    checkFlags('testDomainRename', flags, 0);
    const domain = domains.referredBy(dom);
    if (domain.isActive) throw invalidOperation(ErrorDomain.TEST, 'cannot rename active domain');
    if (new_name === domain.name) throw invalidOperation(ErrorDomain.DOMAIN, "Can't rename domain to itself");
    if (domains.byName(new_name) !== undefined) {
      throw invalidOperation(ErrorDomain.DOMAIN, `domain with name '${new_name}' already exists`);
    }
    if (new_name.includes('/')) throw slashInName(new_name, ErrorDomain.TEST);
    domains.rename(domain, new_name);
    return { retcode: 0 };
  }),
];
