import {
  domainMigrateBegin3Params,
  domainMigrateConfirm3Params,
  domainMigrateFinish3Params,
  domainMigratePerform3Params,
  domainMigratePrepare3Params,
} from '../../generated/remote-procedures.ts';
import type { TypedParam } from '../../generated/remote-types.ts';
import { type MigrationEnds, unhurried } from './migration-ends.ts';
import type { MigrationPhases } from './migration-phases.ts';

/** The phases with extensible parameters: libvirt 1.1.0 and later. */
export function extensiblePhases(
  { source, destination, dom }: MigrationEnds,
  given: readonly TypedParam[],
): MigrationPhases {
  let params = given;
  return {
    begin: async (flags) => {
      const { cookie_out, xml } = await source.call(domainMigrateBegin3Params, { dom, params, flags }, unhurried);
      params = withText(params, 'destination_xml', xml);
      return cookie_out;
    },
    prepare: async (cookie_in, flags) => {
      const args = { params, cookie_in, flags };
      const { cookie_out, uri_out } = await destination.call(domainMigratePrepare3Params, args, unhurried);
      if (uri_out !== null) params = withText(params, 'migrate_uri', uri_out);
      const uri = params.find(({ field }) => field === 'migrate_uri')?.value.value;
      return { cookie: cookie_out, uri: uri === undefined ? undefined : String(uri) };
    },
    perform: async (cookie_in, flags) => {
      const args = { dom, dconnuri: null, params, cookie_in, flags };
      return (await source.call(domainMigratePerform3Params, args, unhurried)).cookie_out;
    },
    finish: async (cookie_in, flags, cancelled) => {
      const named = params.some(({ field }) => field === 'destination_name');
      if (!named) params = withText(params, 'destination_name', dom.name);
      const args = { params, cookie_in, flags, cancelled: Number(cancelled) };
      const { dom: moved, cookie_out } = await destination.call(domainMigrateFinish3Params, args, unhurried);
      return { dom: moved, cookie: cookie_out };
    },
    confirm: (cookie_in, flags, cancelled) => {
      const args = { dom, params, cookie_in, flags, cancelled: Number(cancelled) };
      return source.call(domainMigrateConfirm3Params, args, unhurried);
    },
  };
}

function withText(params: readonly TypedParam[], field: string, value: string): TypedParam[] {
  return [...params.filter((each) => each.field !== field), { field, value: { type: 7, value } }];
}
