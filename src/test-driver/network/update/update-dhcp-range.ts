import { NetworkUpdateCommand } from '../../../generated/api-enums.ts';
import type { XmlElement } from '../../xml/element.ts';
import { readRange } from '../entry/dhcp-range.ts';
import { chosenIp, dhcpEntries, refuseSecondDhcp, withDhcpEntries } from './dhcp-entries.ts';
import {
  checkEntryName,
  editEntries,
  impossibleUpdate,
  isAdding,
  refuseModifying,
  type SectionUpdate,
} from './section-update.ts';

/** Changes from which addresses hosts get one. */
export function updateDhcpRange(definition: XmlElement, update: SectionUpdate): XmlElement {
  const { network } = update;
  checkEntryName(update, 'range');
  const ip = chosenIp(definition, update);
  refuseModifying(update, 'dhcp ranges');
  const entry = readRange(update.entry, network, ip);
  const [start, end] = [entry.attributes.get('start'), entry.attributes.get('end')];
  const entries = dhcpEntries(ip, 'range');
  const place = entries.findIndex(
    ({ attributes }) => attributes.get('start') === start && attributes.get('end') === end,
  );
  if (isAdding(update)) refuseSecondDhcp(definition, ip);
  if (isAdding(update) && place >= 0) {
    const said = `"<range start='${start}' end='${end}'/>"`;
    throw impossibleUpdate(`there is an existing dhcp range entry in network '${network}' that matches ${said}`);
  }
  if (update.command === NetworkUpdateCommand.DELETE && place < 0) {
    throw impossibleUpdate(`couldn't locate a matching dhcp range entry in network '${network}'`);
  }
  return withDhcpEntries(definition, ip, 'range', editEntries({ ...update, entry }, { entries, place }));
}
