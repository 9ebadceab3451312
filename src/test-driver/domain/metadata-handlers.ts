import { DomainMetadataType, ErrorDomain, ErrorNumber } from '../../generated/api-enums.ts';
import { domainGetMetadata, domainSetMetadata } from '../../generated/remote-procedures.ts';
import type { DomainSetMetadataArgs } from '../../generated/remote-types.ts';
import { mustBeNull, mustNotBeNull } from '../arguments.ts';
import { badArgument, checkFlags, type Fault, fault, invalidArgument } from '../fault.ts';
import { type HandledProcedure, handle } from '../handle.ts';
import { affectedDefinitions, chosenDefinition, impactFlags } from './affected-definitions.ts';
import type { DomainDefinition } from './definition/domain-definition.ts';
import { domainMetadataChange } from './domain-events.ts';

const { DESCRIPTION, TITLE, ELEMENT } = DomainMetadataType;
const known: readonly number[] = [DESCRIPTION, TITLE, ELEMENT];

function unknownType(type: number): Fault {
  return invalidArgument(ErrorDomain.DOMAIN, `unknown metadata type '${type}'`);
}

function checkSetting({ type, metadata, key, uri }: DomainSetMetadataArgs): void {
  const { DOMAIN } = ErrorDomain;
  const name = 'virDomainSetMetadata';
  if (type === TITLE && metadata?.includes('\n')) {
    throw badArgument(DOMAIN, name, 'metadata', "metadata title can't contain newlines");
  }
  if (type === TITLE || type === DESCRIPTION) {
    if (uri !== null) throw mustBeNull(DOMAIN, name, 'uri');
    if (key !== null) throw mustBeNull(DOMAIN, name, 'key');
  }
  if (type === ELEMENT) {
    if (uri === null) throw mustNotBeNull(DOMAIN, name, 'uri');
    if (metadata !== null && key === null) throw mustNotBeNull(DOMAIN, name, 'key');
  }
}

function changed(definition: DomainDefinition, { type, metadata, key, uri }: DomainSetMetadataArgs): DomainDefinition {
  const text = metadata === null || metadata === '' ? undefined : metadata;
  if (type === DESCRIPTION) return definition.withDescription(text);
  if (type === TITLE) return definition.withTitle(text);
  return definition.withMetadata(uri ?? '', key ?? '', metadata);
}

/** What people and programs write down with a domain. */
export const domainMetadataHandlers: readonly HandledProcedure[] = [
  handle(domainSetMetadata, ({ domains, events }, args) => {
    checkSetting(args);
    checkFlags('testDomainSetMetadata', args.flags, impactFlags);
    const domain = domains.referredBy(args.dom);
    const affected = affectedDefinitions(domain, args.flags);
    if (!known.includes(args.type)) throw unknownType(args.type);
    domain.change(affected, (definition) => changed(definition, args));
    events.emit(domainMetadataChange(domain, args.type, args.uri));
  }),
  handle(domainGetMetadata, ({ domains }, { dom, type, uri, flags }) => {
    const name = 'virDomainGetMetadata';
    if ((type === TITLE || type === DESCRIPTION) && uri !== null) throw mustBeNull(ErrorDomain.DOMAIN, name, 'uri');
    if (type === ELEMENT && uri === null) throw mustNotBeNull(ErrorDomain.DOMAIN, name, 'uri');
    checkFlags('testDomainGetMetadata', flags, impactFlags);
    const domain = domains.referredBy(dom);
    if (!known.includes(type)) throw unknownType(type);
    const definition = chosenDefinition(domain, flags);
    const element = uri === null ? undefined : definition.metadata(uri);
    const metadata = { [DESCRIPTION]: definition.description, [TITLE]: definition.title, [ELEMENT]: element }[type];
    if (metadata === undefined) {
      const detail = 'Requested metadata element is not present';
      throw fault(ErrorNumber.ERR_NO_DOMAIN_METADATA, ErrorDomain.DOMAIN, detail);
    }
    return { metadata };
  }),
];
