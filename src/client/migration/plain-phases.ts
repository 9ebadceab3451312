import {
  domainMigrateBegin3,
  domainMigrateConfirm3,
  domainMigrateFinish3,
  domainMigratePerform3,
  domainMigratePrepare3,
} from '../../generated/remote-procedures.ts';
import type { TypedParam } from '../../generated/remote-types.ts';
import { type MigrationEnds, unhurried } from './migration-ends.ts';
import type { MigrationPhases } from './migration-phases.ts';
import { plainParameters } from './plain-parameters.ts';

/** The phases without extensible parameters: libvirt 0.9.2 to 1.0.6. */
export function plainPhases(
  { source, destination, dom }: MigrationEnds,
  params: readonly TypedParam[],
): MigrationPhases {
  const { xmlin, dname, resource, ...rest } = plainParameters(params);
  let { uri } = rest;
  let dom_xml = '';
  return {
    begin: async (flags) => {
      const args = { dom, xmlin, flags: BigInt(flags), dname, resource };
      const { cookie_out, xml } = await source.call(domainMigrateBegin3, args, unhurried);
      dom_xml = xml;
      return cookie_out;
    },
    prepare: async (cookie_in, flags) => {
      const args = { cookie_in, uri_in: uri, flags: BigInt(flags), dname, resource, dom_xml };
      const { cookie_out, uri_out } = await destination.call(domainMigratePrepare3, args, unhurried);
      uri = uri_out ?? uri;
      return { cookie: cookie_out, uri: uri ?? undefined };
    },
    perform: async (cookie_in, flags) => {
      const args = { dom, xmlin: null, cookie_in, dconnuri: null, uri, flags: BigInt(flags), dname, resource };
      return (await source.call(domainMigratePerform3, args, unhurried)).cookie_out;
    },
    finish: async (cookie_in, flags, cancelled) => {
      const name = dname ?? dom.name;
      const args = { dname: name, cookie_in, dconnuri: null, uri, flags: BigInt(flags), cancelled: Number(cancelled) };
      const { dom: moved, cookie_out } = await destination.call(domainMigrateFinish3, args, unhurried);
      return { dom: moved, cookie: cookie_out };
    },
    confirm: (cookie_in, flags, cancelled) => {
      const args = { dom, cookie_in, flags: BigInt(flags), cancelled: Number(cancelled) };
      return source.call(domainMigrateConfirm3, args, unhurried);
    },
  };
}
