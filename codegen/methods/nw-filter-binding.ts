import type { ObjectClass } from './row.ts';

const gone = 'VIR_ERR_NO_NWFILTER_BINDING when it is gone';

export const nwFilterBinding: ObjectClass = {
  name: 'NWFilterBinding',
  reference: 'remote_nonnull_nwfilter_binding',
  rows: [
    {
      method: 'getXMLDesc',
      procedure: 'nwFilterBindingGetXMLDesc',
      doc: 'Gives its description as XML.',
      result: { field: 'xml' },
      throws: [gone],
    },
    {
      method: 'delete',
      procedure: 'nwFilterBindingDelete',
      doc: 'Ends it: the filter leaves the network device alone from now on.',
      throws: [gone],
    },
  ],
};
