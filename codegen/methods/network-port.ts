import type { ObjectClass } from './row.ts';

export const networkPort: ObjectClass = {
  name: 'NetworkPort',
  reference: 'remote_nonnull_network_port',
  rows: [
    {
      method: 'getXMLDesc',
      procedure: 'networkPortGetXMLDesc',
      doc: 'Gives its description as XML.',
      result: { field: 'xml' },
      throws: ['VIR_ERR_NO_NETWORK_PORT when it is gone'],
    },
    {
      method: 'setParameters',
      procedure: 'networkPortSetParameters',
      doc: 'Sets the limits on its bandwidth; those that are not given stay.',
      args: {
        params: {
          name: 'parameters',
          doc: 'averages, peaks and floors in KiB/s, bursts in KiB',
          as: { params: 'NetworkPortParameters' },
        },
      },
      throws: ['VIR_ERR_NO_NETWORK_PORT when it is gone'],
    },
    {
      method: 'delete',
      procedure: 'networkPortDelete',
      doc: 'Takes it away, and what is attached through it with it.',
      throws: ['VIR_ERR_NO_NETWORK_PORT when it is gone'],
    },
  ],
};
