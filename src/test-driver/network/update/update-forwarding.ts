import { NetworkUpdateCommand } from '../../../generated/api-enums.ts';
import {
  childNamed,
  childrenNamed,
  element,
  isElement,
  withAttributes,
  withChild,
  withChildren,
  type XmlElement,
} from '../../xml/element.ts';
import { networkXmlFault } from '../entry/entry-fault.ts';
import {
  checkEntryName,
  editEntries,
  impossibleUpdate,
  isAdding,
  refuseModifying,
  type SectionUpdate,
} from './section-update.ts';

/** Changes over which devices of the host traffic leaves. */
export function updateForwardInterface(definition: XmlElement, update: SectionUpdate): XmlElement {
  const { network, command } = update;
  checkEntryName(update, 'interface');
  refuseModifying(update, 'forward interface entries');
  const dev = update.entry.attributes.get('dev');
  if (dev === undefined) throw networkXmlFault('missing dev attribute in <interface> element');
  const forward = childNamed(definition, 'forward') ?? element('forward');
  const entries = childrenNamed(forward, 'interface');
  const place = entries.findIndex(({ attributes }) => attributes.get('dev') === dev);
  if (isAdding(update) && place >= 0) {
    const said = `"<interface dev='${dev}'>"`;
    throw impossibleUpdate(`there is an existing interface entry in network '${network}' that matches ${said}`);
  }
  if (command === NetworkUpdateCommand.DELETE && place < 0) {
    const said = `<interface dev='${dev}'>`;
    throw impossibleUpdate(`couldn't find an interface entry in network '${network}' matching ${said}`);
  }
  const changed = editEntries({ ...update, entry: element('interface', { dev }) }, { entries, place });
  // A network that forwards nothing forgets over what.
  if (childNamed(definition, 'forward') === undefined) return definition;
  const others = forward.children.filter((child) => !isElement(child) || child.name !== 'interface');
  const first = withAttributes(forward, { dev: changed[0]?.attributes.get('dev') });
  return withChild(definition, 'forward', withChildren(first, [...others, ...changed]));
}

function isDefault({ attributes }: XmlElement): boolean {
  return attributes.get('default')?.toLowerCase() === 'yes';
}

/** Changes the groups into which the network's ports are put. */
export function updatePortGroup(definition: XmlElement, update: SectionUpdate): XmlElement {
  const { network, command } = update;
  checkEntryName(update, 'portgroup');
  const name = update.entry.attributes.get('name');
  if (name === undefined || name === '') throw networkXmlFault('Missing required name attribute in portgroup');
  const entries = childrenNamed(definition, 'portgroup');
  const place = entries.findIndex(({ attributes }) => attributes.get('name') === name);
  const needsOne = command === NetworkUpdateCommand.MODIFY || command === NetworkUpdateCommand.DELETE;
  const said = `<portgroup name='${name}'>`;
  if (needsOne && place < 0) {
    throw impossibleUpdate(`couldn't find a portgroup entry in network '${network}' matching ${said}`);
  }
  if (isAdding(update) && place >= 0) {
    throw impossibleUpdate(`there is an existing portgroup entry in network '${network}' that matches "${said}"`);
  }
  const otherDefault = entries.findLastIndex(isDefault);
  const isRival = otherDefault >= 0 && otherDefault !== place;
  if (command !== NetworkUpdateCommand.DELETE && isDefault(update.entry) && isRival) {
    const what = `a different portgroup entry in network '${network}' is already set as the default`;
    throw impossibleUpdate(`${what}. Only one default is allowed.`);
  }
  const { entry } = update;
  const settled = withAttributes(element('portgroup', { name }, entry.children), {
    default: isDefault(entry) ? 'yes' : undefined,
    trustGuestRxFilters: entry.attributes.get('trustGuestRxFilters'),
  });
  const changed = editEntries({ ...update, entry: settled }, { entries, place });
  const others = definition.children.filter((child) => !isElement(child) || child.name !== 'portgroup');
  return withChildren(definition, [...others, ...changed]);
}
