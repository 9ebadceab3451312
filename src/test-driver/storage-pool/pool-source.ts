import { ErrorDomain } from '../../generated/api-enums.ts';
import { xmlFault } from '../fault.ts';
import {
  childNamed,
  childrenNamed,
  childText,
  element,
  withAttributes,
  withChild,
  withoutLooseText,
  type XmlElement,
} from '../xml/element.ts';
import { missingParts, type PoolType } from './pool-types.ts';

/** What a pool is made from. */
export function completeSource(given: XmlElement | undefined, { needs, format }: PoolType, pool: string): XmlElement {
  const bare = withoutLooseText(given ?? element('source'));
  const named =
    needs.includes('name') && childText(bare, 'name') === undefined
      ? withChild(bare, 'name', element('name', {}, [pool]))
      : bare;
  const missing = needs.find((part) => childNamed(named, part) === undefined);
  if (missing !== undefined) throw xmlFault(ErrorDomain.STORAGE, missingParts[missing]);
  const adapter = childNamed(named, 'adapter');
  const adapted =
    adapter === undefined
      ? named
      : withChild(named, 'adapter', withAttributes(adapter, { type: adapter.attributes.get('type') ?? 'scsi_host' }));
  if (format === undefined) return adapted;
  return withChild(adapted, 'format', childNamed(adapted, 'format') ?? element('format', { type: format }));
}

/** Where a pool's volumes appear. */
export function readTarget(
  root: XmlElement,
  { hasTarget, targetDirectory }: PoolType,
  source: XmlElement,
  pool: string,
): XmlElement | undefined {
  if (!hasTarget) return undefined;
  const target = withoutLooseText(childNamed(root, 'target') ?? element('target'));
  const given = childText(target, 'path');
  const path = targetDirectory === undefined ? given : `${targetDirectory}/${childText(source, 'name') ?? pool}`;
  if (path === undefined) throw xmlFault(ErrorDomain.STORAGE, 'missing storage pool target path');
  const permissions = childNamed(target, 'permissions');
  const mode = permissions === undefined ? undefined : childText(permissions, 'mode');
  if (mode !== undefined && !/^[0-7]{1,4}$/.test(mode)) throw xmlFault(ErrorDomain.STORAGE, 'malformed octal mode');
  return withChild(target, 'path', element('path', {}, [cleanPath(path)]));
}

/** A path without slashes that mean nothing; two at the beginning may mean something. */
function cleanPath(path: string): string {
  const start = /^\/\/(?!\/)/.test(path) ? '/' : '';
  return start + path.replace(/\/+/g, '/').replace(/(?<=.)\/$/, '');
}

/** What no two pools of a type may have in common; those of some types may share all. */
export function sourceKeys({ needs }: PoolType, source: XmlElement, targetPath: string): readonly string[] {
  const host = childNamed(source, 'host')?.attributes.get('name') ?? '';
  const devices = childrenNamed(source, 'device').map(({ attributes }) => `${host} ${attributes.get('path') ?? ''}`);
  if (devices.length > 0) return devices;
  if (needs.length === 0) return [targetPath];
  if (needs.includes('adapter')) return [childNamed(source, 'adapter')?.attributes.get('name') ?? ''];
  const directory = childNamed(source, 'dir')?.attributes.get('path');
  return needs.includes('name') || directory === undefined ? [] : [`${host} ${directory}`];
}
