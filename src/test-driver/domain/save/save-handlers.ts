import {
  DomainRunningReason,
  DomainSaveImageXMLFlags,
  DomainShutoffReason,
  ErrorDomain,
  ErrorNumber,
} from '../../../generated/api-enums.ts';
import {
  domainRestore,
  domainRestoreFlags,
  domainSave,
  domainSaveFlags,
  domainSaveImageDefineXML,
  domainSaveImageGetXMLDesc,
} from '../../../generated/remote-procedures.ts';
import type { NonnullDomain } from '../../../generated/remote-types.ts';
import { checkFlags, Fault, fault } from '../../fault.ts';
import { type HandledProcedure, handle } from '../../handle.ts';
import type { Host } from '../../host.ts';
import type { DomainDefinition } from '../definition/domain-definition.ts';
import { copyDefinition, parseDomain } from '../definition/parse-domain.ts';
import { runningDomain } from '../running-domain.ts';

/** The number that systems give the error of a file that is not there. */
const noSuchFile = 2;

/** What was saved there. It is kept with the host: the test hypervisor writes no files. */
function savedAt({ savedDomains }: Host, path: string): DomainDefinition {
  const saved = savedDomains.get(path);
  if (saved !== undefined) return saved;
  const message = `cannot read domain image '${path}': No such file or directory`;
  const code = ErrorNumber.ERR_SYSTEM_ERROR;
  throw new Fault({ code, domain: ErrorDomain.TEST, message, str1: '%s', str2: message, int1: noSuchFile, int2: -1 });
}

function refuseOther(xml: string | null): void {
  if (xml === null) return;
  throw fault(ErrorNumber.ERR_ARGUMENT_UNSUPPORTED, ErrorDomain.TEST, 'xml modification unsupported');
}

function save(host: Host, dom: NonnullDomain, path: string, xml: string | null, flags: number): void {
  checkFlags('testDomainSaveFlags', flags, 0);
  refuseOther(xml);
  const domain = runningDomain(host, dom);
  host.savedDomains.set(path, copyDefinition(domain.definition));
  host.domains.stop(domain, DomainShutoffReason.SAVED);
}

function restore(host: Host, path: string, xml: string | null, flags: number): void {
  checkFlags('testDomainRestoreFlags', flags, 0);
  refuseOther(xml);
  host.domains.create(copyDefinition(savedAt(host, path)), DomainRunningReason.RESTORED);
}

/** What keeps domains that do not run any more, and goes on with them. */
export const saveHandlers: readonly HandledProcedure[] = [
  handle(domainSave, (host, { dom, to }) => save(host, dom, to, null, 0)),
  handle(domainSaveFlags, (host, { dom, to, dxml, flags }) => save(host, dom, to, dxml, flags)),
  handle(domainRestore, (host, { from }) => restore(host, from, null, 0)),
  handle(domainRestoreFlags, (host, { from, dxml, flags }) => restore(host, from, dxml, flags)),
  handle(domainSaveImageGetXMLDesc, (host, { file, flags }) => {
    checkFlags('testDomainSaveImageGetXMLDesc', flags, DomainSaveImageXMLFlags.SECURE);
    return { xml: savedAt(host, file).format({ secure: (flags & DomainSaveImageXMLFlags.SECURE) !== 0 }) };
  }),
  handle(domainSaveImageDefineXML, (host, { file, dxml, flags }) => {
    checkFlags('testDomainSaveImageDefineXML', flags, 0);
    savedAt(host, file);
    host.savedDomains.set(file, parseDomain(dxml));
  }),
];
