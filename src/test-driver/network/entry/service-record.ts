import { element, type XmlElement } from '../../xml/element.ts';
import { orNull, recordFault } from './entry-fault.ts';

/** The longest name of a service, in bytes: what a record has room for beside the rest of it. */
const longestService = 482;

/** Reads a record that says where a service is found; refuses what libvirt refuses. */
export function readServiceRecord({ attributes }: XmlElement, network: string, mayBePartial: boolean): XmlElement {
  const [service, protocol, domain, target] = ['service', 'protocol', 'domain', 'target'].map((name) =>
    attributes.get(name),
  );
  if (service === undefined && !mayBePartial) {
    throw recordFault(`missing required service attribute in DNS SRV record of network '${network}'`);
  }
  if (service !== undefined && service.length > longestService) {
    const detail = `service attribute '${service}' in network '${network}' is too long, limit is ${longestService} bytes`;
    throw recordFault(detail);
  }
  const invalid = (name: string, value: string): Error =>
    recordFault(`invalid character in ${name} attribute '${value}' in DNS SRV record of network '${network}'`);
  if (service !== undefined && !/^[\w\-+/*]*$/.test(service)) throw invalid('service', service);
  if (protocol === undefined && !mayBePartial) {
    const where = `in DNS SRV record '${orNull(service)}' of network '${network}'`;
    throw recordFault(`missing required protocol attribute ${where}`);
  }
  if (protocol !== undefined && !/^[a-z\d\-+/]*$/i.test(protocol)) throw invalid('protocol', protocol);
  const where = `for service '${orNull(service)}' in network '${network}'`;
  const number = (name: string, least: number, complaint: string): string | undefined => {
    const text = attributes.get(name);
    if (text === undefined || text === '') return undefined;
    const value = /^\s*[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isNaN(value) && target === undefined) {
      const service = where.slice('for '.length);
      throw recordFault(`DNS SRV ${name} attribute not permitted without target for ${service}`);
    }
    if (!(value >= least && value <= 0xffff)) throw recordFault(`${complaint} DNS SRV ${name} attribute ${where}`);
    return value === 0 ? undefined : String(value);
  };
  const port = number('port', 1, 'invalid');
  const priority = number('priority', 0, 'Invalid');
  const weight = number('weight', 0, 'invalid');
  return element('srv', { service, protocol, domain, target, port, priority, weight });
}
