import type { ObjectClass } from './row.ts';

export const nwFilter: ObjectClass = {
  name: 'NWFilter',
  reference: 'remote_nonnull_nwfilter',
  rows: [
    {
      method: 'getXMLDesc',
      procedure: 'nwFilterGetXMLDesc',
      doc: 'Gives its description as XML.',
      result: { field: 'xml' },
      throws: ['VIR_ERR_NO_NWFILTER when it is gone'],
    },
    {
      method: 'undefine',
      procedure: 'nwFilterUndefine',
      doc: 'Forgets it.',
      throws: ['VIR_ERR_OPERATION_INVALID while it is in use', 'VIR_ERR_NO_NWFILTER when it is gone'],
    },
  ],
};
