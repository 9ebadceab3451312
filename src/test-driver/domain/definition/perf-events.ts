import { ErrorDomain } from '../../../generated/api-enums.ts';
import { xmlFault } from '../../fault.ts';
import { childrenNamed, element, type XmlElement } from '../../xml/element.ts';
import { missingAttribute } from '../../xml/integer-attribute.ts';

/** What the host can count while a domain runs, in libvirt's order. */
export const perfEventNames: readonly string[] = [
  'cmt',
  'mbmt',
  'mbml',
  'cpu_cycles',
  'instructions',
  'cache_references',
  'cache_misses',
  'branch_instructions',
  'branch_misses',
  'bus_cycles',
  'stalled_cycles_frontend',
  'stalled_cycles_backend',
  'ref_cpu_cycles',
  'cpu_clock',
  'task_clock',
  'page_faults',
  'context_switches',
  'cpu_migrations',
  'page_faults_min',
  'page_faults_maj',
  'alignment_faults',
  'emulation_faults',
];

/** Whether each event is counted, of those of which something is said. */
export type PerfEvents = ReadonlyMap<string, boolean>;

export function readPerfEvents(perf: XmlElement): PerfEvents {
  const events = childrenNamed(perf, 'event').map(
    ({ attributes }) => [attributes.get('name') ?? '', attributes.get('enabled') === 'yes'] as const,
  );
  return new Map(events);
}

/** The element that says them; `undefined` where nothing is said of any. */
export function formatPerfEvents(events: PerfEvents): XmlElement | undefined {
  const elements = perfEventNames.flatMap((name) => {
    const enabled = events.get(name);
    return enabled === undefined ? [] : [element('event', { name, enabled: enabled ? 'yes' : 'no' })];
  });
  return elements.length === 0 ? undefined : element('perf', {}, elements);
}

export function normalisePerf(perf: XmlElement): XmlElement | undefined {
  const seen = new Set<string>();
  for (const event of childrenNamed(perf, 'event')) {
    const name = event.attributes.get('name');
    const enabled = event.attributes.get('enabled');
    if (name === undefined) throw missingAttribute(event, 'name');
    if (!perfEventNames.includes(name)) throw invalid('name', name);
    if (enabled === undefined) throw missingAttribute(event, 'enabled');
    if (enabled !== 'yes' && enabled !== 'no') throw invalid('enabled', enabled);
    if (seen.has(name)) throw xmlFault(ErrorDomain.DOMAIN, `perf event '${name}' was already specified`);
    seen.add(name);
  }
  return formatPerfEvents(readPerfEvents(perf));
}

function invalid(attribute: string, value: string): Error {
  return xmlFault(ErrorDomain.XML, `Invalid value for attribute '${attribute}' in element 'event': '${value}'.`);
}
