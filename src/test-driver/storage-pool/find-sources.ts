import { ErrorDomain, ErrorNumber } from '../../generated/api-enums.ts';
import { fault, internalFault, invalidArgument } from '../fault.ts';
import { childNamed, element, type XmlElement } from '../xml/element.ts';
import { formatXml } from '../xml/format-xml.ts';
import { parseDocument } from '../xml/parse-document.ts';

function volumeGroup(device: string, name: string): XmlElement {
  return element('source', {}, [
    element('device', { path: device }),
    element('name', {}, [name]),
    element('format', { type: 'lvm2' }),
  ]);
}

const volumeGroups = [volumeGroup('/dev/sda20', 'testvg1'), volumeGroup('/dev/sda21', 'testvg2')];

function share(host: string): XmlElement {
  return element('source', {}, [
    element('host', { name: host }),
    element('dir', { path: '/testshare' }),
    element('format', { type: 'nfs' }),
  ]);
}

/** What pools of a type could be made of; some types have to be told where to look. */
export function findSources(type: string, specification: string | null): string {
  const where =
    specification === null
      ? undefined
      : parseDocument(specification, '(storage_source_specification)', ErrorDomain.STORAGE);
  if (type === 'dir') {
    throw internalFault(ErrorDomain.TEST, 'unknown storage pool type dir');
  }
  if (type === 'logical') return formatXml(element('sources', {}, volumeGroups));
  if (type !== 'netfs') {
    const detail = `pool type '${type}' does not support source discovery`;
    throw fault(ErrorNumber.ERR_NO_SUPPORT, ErrorDomain.TEST, detail);
  }
  const host = where === undefined ? undefined : childNamed(where, 'host')?.attributes.get('name');
  if (host === undefined) {
    const detail = 'hostname must be specified for netfs sources';
    throw invalidArgument(ErrorDomain.TEST, detail);
  }
  return formatXml(element('sources', {}, [share(host)]));
}
