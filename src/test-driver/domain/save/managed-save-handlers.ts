import { DomainSaveRestoreFlags, DomainShutoffReason, ErrorDomain } from '../../../generated/api-enums.ts';
import {
  domainHasManagedSaveImage,
  domainManagedSave,
  domainManagedSaveRemove,
} from '../../../generated/remote-procedures.ts';
import { checkFlags, invalidOperation } from '../../fault.ts';
import { type HandledProcedure, handle } from '../../handle.ts';
import { runningDomain } from '../running-domain.ts';

const { BYPASS_CACHE, RUNNING, PAUSED } = DomainSaveRestoreFlags;

/** What keeps domains until they are started again. */
export const managedSaveHandlers: readonly HandledProcedure[] = [
  handle(domainManagedSave, (host, { dom, flags }) => {
    checkFlags('testDomainManagedSave', flags, BYPASS_CACHE | RUNNING | PAUSED);
    const domain = runningDomain(host, dom);
    if (!domain.persistent) {
      throw invalidOperation(ErrorDomain.TEST, 'cannot do managed save for transient domain');
    }
    host.domains.stop(domain, DomainShutoffReason.SAVED);
    domain.hasManagedSave = true;
  }),
  handle(domainHasManagedSaveImage, ({ domains }, { dom, flags }) => {
    checkFlags('testDomainHasManagedSaveImage', flags, 0);
    return { result: Number(domains.referredBy(dom).hasManagedSave) };
  }),
  handle(domainManagedSaveRemove, ({ domains }, { dom, flags }) => {
    checkFlags('testDomainManagedSaveRemove', flags, 0);
    domains.referredBy(dom).hasManagedSave = false;
  }),
];
