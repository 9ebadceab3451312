import { DomainState, ErrorDomain } from '../generated/api-enums.ts';
import { formatCapabilities } from './capabilities.ts';
import { parseDomainElement } from './domain/definition/parse-domain.ts';
import { freshPolling } from './domain/thread-polling.ts';
import { internalFault, xmlFault } from './fault.ts';
import { Host } from './host.ts';
import { parseInterfaceElement } from './interface/host-interface.ts';
import { parseNetworkElement } from './network/network.ts';
import { parseNodeDeviceElement } from './node-device/node-device.ts';
import { defaultNodeInfo, type NodeInfo } from './node-info.ts';
import { parseStoragePoolElement } from './storage-pool/storage-pool.ts';
import { childElements, childNamed, childrenNamed, childText, textOf, type XmlElement } from './xml/element.ts';
import { declaredNamespaces, namespaceOf } from './xml/namespaces.ts';
import { expectRoot, parseDocument } from './xml/parse-document.ts';

/** Makes a host of a document that says what is on it; `path` is the document's name in errors. */
export function parseHost(text: string, path: string): Host {
  const root = parseDocument(text, path, ErrorDomain.TEST);
  expectRoot(root, 'node');
  const host = new Host({
    nodeInfo: readNodeInfo(root),
    capabilities: formatCapabilities([]),
    cells: [],
    freeMemory: 0n,
  });
  fillHost(host, root);
  return host;
}

/** Puts on the host what the document says: all of it runs unless the document says otherwise. */
export function fillHost(host: Host, root: XmlElement): void {
  for (const child of childrenNamed(root, 'domain')) addDomain(host, child);
  for (const child of childrenNamed(root, 'network')) {
    host.networks.add({ ...parseNetworkElement(child), isActive: true });
  }
  for (const child of childrenNamed(root, 'interface')) {
    host.interfaces.add({ ...parseInterfaceElement(child), isActive: true });
  }
  for (const child of childrenNamed(root, 'pool')) {
    host.storagePools.add({ ...parseStoragePoolElement(child), isActive: true });
  }
  for (const child of childrenNamed(root, 'device')) host.nodeDevices.add(parseNodeDeviceElement(child));
}

/** Under which a domain says how it is to be found. */
const testNamespace = 'http://libvirt.org/schemas/domain/test/1.0';

function addDomain({ domains }: Host, root: XmlElement): void {
  const scope = declaredNamespaces(root);
  const wishes = new Map(
    childElements(root)
      .filter((child) => namespaceOf(child, scope) === testNamespace)
      .map((child) => [child.name.slice(child.name.indexOf(':') + 1), textOf(child)]),
  );
  const state = readNumber(wishes.get('runstate'), DomainState.RUNNING, 'invalid runstate');
  if (!(Object.values(DomainState) as number[]).includes(state)) throw wrong(`runstate '${state}' out of range'`);
  const transient = wishes.has('transient');
  if (transient && state === DomainState.SHUTOFF) throw wrong("transient domain cannot have runstate 'shutoff'");
  const domain = domains.define(parseDomainElement(root));
  domain.persistent = !transient;
  if (state !== DomainState.SHUTOFF) domains.start(domain);
  domain.setState(state, 0);
  domain.polling = domain.definition.ioThreads.map(({ id }) => freshPolling(id));
}

function readNodeInfo(root: XmlElement): NodeInfo {
  const cpu = childNamed(root, 'cpu');
  const number = (name: 'nodes' | 'sockets' | 'cores' | 'threads' | 'active' | 'mhz', usual: number): number =>
    readNumber(cpu === undefined ? undefined : childText(cpu, name), usual, `invalid node cpu ${name} value`);
  const nodes = number('nodes', defaultNodeInfo.nodes);
  const sockets = number('sockets', defaultNodeInfo.sockets);
  const cores = number('cores', defaultNodeInfo.cores);
  const threads = number('threads', defaultNodeInfo.threads);
  const all = nodes * sockets * cores * threads;
  const memory = readNumber(childText(root, 'memory'), Number(defaultNodeInfo.memory), 'invalid node memory value');
  const model = (cpu === undefined ? undefined : childText(cpu, 'model')) ?? defaultNodeInfo.model;
  if (model.length > longestModel) {
    const detail = `Model ${model} too big for destination`;
    throw internalFault(ErrorDomain.TEST, detail);
  }
  return {
    model,
    memory: BigInt(memory),
    cpus: Math.min(all, number('active', all)),
    mhz: number('mhz', defaultNodeInfo.mhz),
    nodes,
    sockets,
    cores,
    threads,
  };
}

/** What fits into the protocol's field beside the zero that ends it. */
const longestModel = 31;

function readNumber(text: string | undefined, usual: number, complaint: string): number {
  if (text === undefined) return usual;
  if (!/^\s*\d{1,10}\s*$/.test(text)) throw wrong(complaint);
  return Number(text);
}

function wrong(detail: string): Error {
  return xmlFault(ErrorDomain.TEST, detail);
}
