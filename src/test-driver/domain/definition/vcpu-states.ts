import { ErrorDomain } from '../../../generated/api-enums.ts';
import { unsupportedConfiguration, xmlFault } from '../../fault.ts';
import {
  childNamed,
  childrenNamed,
  element,
  withAttributes,
  withChildren,
  type XmlElement,
} from '../../xml/element.ts';
import { missingAttribute, unsignedAttribute } from '../../xml/integer-attribute.ts';

export interface VcpuCounts {
  readonly current: number;
  readonly maximum: number;
}

/** The numbers are written by hand, and each CPU that is listed is kept. */
const mostListed = 65_536;

function offline(id: number): XmlElement {
  return element('vcpu', { id: String(id), enabled: 'no' });
}

function isOn(state: XmlElement): boolean {
  return state.attributes.get('enabled') === 'yes';
}

/** A definition may list its virtual CPUs one by one: those that it leaves out are off. `undefined` where it does not. */
export function parseVcpuStates(root: XmlElement, maximum: number): XmlElement | undefined {
  const given = childNamed(root, 'vcpus');
  const listed = given === undefined ? [] : childrenNamed(given, 'vcpu');
  if (given === undefined || listed.length === 0) return undefined;
  if (maximum > mostListed) throw xmlFault(ErrorDomain.DOMAIN, 'too many vcpus to list them one by one');
  const states = Array.from({ length: maximum }, (_, id) => offline(id));
  for (const state of listed) {
    const id = unsignedAttribute(state, 'id');
    if (id >= maximum) {
      throw xmlFault(ErrorDomain.DOMAIN, `vcpu id '${id}' is out of range of maximum vcpu count`);
    }
    checkSwitch(state, 'enabled');
    if (state.attributes.has('hotpluggable')) checkSwitch(state, 'hotpluggable');
    const order = state.attributes.has('order') ? unsignedAttribute(state, 'order') : 0;
    states[id] = withAttributes(state, { id: String(id), order: order === 0 ? undefined : String(order) });
  }
  return withChildren(given, states.map(settled));
}

/** A CPU of which nobody says so may come and go if it is off to begin with. */
function settled(state: XmlElement): XmlElement {
  const hotpluggable = state.attributes.get('hotpluggable');
  if (hotpluggable === 'no' && !isOn(state)) {
    const detail = `vcpu '${state.attributes.get('id')}' is both offline and not hotpluggable`;
    throw unsupportedConfiguration(ErrorDomain.DOMAIN, detail);
  }
  return withAttributes(state, { hotpluggable: hotpluggable ?? (isOn(state) ? 'no' : 'yes') });
}

function checkSwitch(state: XmlElement, name: string): void {
  const text = state.attributes.get(name);
  if (text === 'yes' || text === 'no') return;
  if (text === undefined) throw missingAttribute(state, name);
  const place = `Invalid value for attribute '${name}' in element 'vcpu': '${text}'.`;
  throw xmlFault(ErrorDomain.XML, place);
}

export function countOnline(states: XmlElement): number {
  return childrenNamed(states, 'vcpu').filter(isOn).length;
}

/** The list after a change: with the first ones on, or, where another number of them is to be there, as they were. */
export function changeVcpuStates(states: XmlElement, { current, maximum }: VcpuCounts): XmlElement {
  const before = childrenNamed(states, 'vcpu');
  const isResized = before.length !== maximum;
  const after = Array.from({ length: maximum }, (_, id) => {
    const state = before[id] ?? offline(id);
    return isResized ? state : withAttributes(state, { enabled: id < current ? 'yes' : 'no' });
  });
  return withChildren(states, after);
}
