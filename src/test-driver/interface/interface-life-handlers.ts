import { ErrorDomain, ErrorNumber, InterfaceDefineFlags } from '../../generated/api-enums.ts';
import {
  interfaceChangeBegin,
  interfaceChangeCommit,
  interfaceChangeRollback,
  interfaceCreate,
  interfaceDefineXML,
  interfaceDestroy,
  interfaceUndefine,
} from '../../generated/remote-procedures.ts';
import { checkFlags, fault, invalidOperation } from '../fault.ts';
import { type HandledProcedure, handle } from '../handle.ts';
import type { Host } from '../host.ts';
import { NamedList } from '../named-list.ts';
import { interfaceNamed, interfaceReference } from './find-interface.ts';
import { parseInterface } from './host-interface.ts';

function setActive(host: Host, name: string, isActive: boolean): void {
  const found = interfaceNamed(host, name);
  if (found.isActive === isActive) throw fault(ErrorNumber.ERR_OPERATION_INVALID, ErrorDomain.TEST);
  host.interfaces.add({ ...found, isActive });
}

function checkUnsettled(host: Host, nothing: string): void {
  if (host.interfacesBefore !== undefined) return;
  throw invalidOperation(ErrorDomain.TEST, `no transaction running, nothing to ${nothing}.`);
}

/** What makes interfaces, makes them run and stop, and takes back what was done to them. */
export const interfaceLifeHandlers: readonly HandledProcedure[] = [
  handle(interfaceDefineXML, ({ interfaces }, { xml, flags }) => {
    checkFlags('testInterfaceDefineXML', flags, InterfaceDefineFlags.VALIDATE);
    const defined = parseInterface(xml);
    interfaces.add({ ...defined, isActive: interfaces.byName(defined.name)?.isActive ?? false });
    return { iface: interfaceReference(defined) };
  }),
  handle(interfaceUndefine, (host, { iface }) => host.interfaces.remove(interfaceNamed(host, iface.name))),
  handle(interfaceCreate, (host, { iface, flags }) => {
    checkFlags('testInterfaceCreate', flags, 0);
    setActive(host, iface.name, true);
  }),
  handle(interfaceDestroy, (host, { iface, flags }) => {
    checkFlags('testInterfaceDestroy', flags, 0);
    setActive(host, iface.name, false);
  }),
  handle(interfaceChangeBegin, (host, { flags }) => {
    checkFlags('testInterfaceChangeBegin', flags, 0);
    if (host.interfacesBefore !== undefined) {
      throw invalidOperation(ErrorDomain.TEST, 'there is another transaction running.');
    }
    // Only the definitions are kept: what comes back does not run.
    host.interfacesBefore = new NamedList(host.interfaces.all().map((one) => ({ ...one, isActive: false })));
  }),
  handle(interfaceChangeCommit, (host, { flags }) => {
    checkFlags('testInterfaceChangeCommit', flags, 0);
    checkUnsettled(host, 'be committed');
    host.interfacesBefore = undefined;
  }),
  handle(interfaceChangeRollback, (host, { flags }) => {
    checkFlags('testInterfaceChangeRollback', flags, 0);
    checkUnsettled(host, 'rollback');
    host.interfaces = host.interfacesBefore ?? host.interfaces;
    host.interfacesBefore = undefined;
  }),
];
