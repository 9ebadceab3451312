import { element } from '../xml/element.ts';
import { formatXml } from '../xml/format-xml.ts';

export interface GuestCpuFeature {
  readonly name: string;
  readonly policy: 'require' | 'disable';
}

/** A CPU that guests may be given. */
export interface GuestCpu {
  readonly model: string;
  /** Whether another model may stand in where a hypervisor does not know this one. */
  readonly fallback: 'allow' | 'forbid';
  readonly vendor: string | undefined;
  readonly features: readonly GuestCpuFeature[];
}

export function formatGuestCpu({ model, fallback, vendor, features }: GuestCpu): string {
  return formatXml(
    element('cpu', { mode: 'custom', match: 'exact' }, [
      element('model', { fallback }, [model]),
      ...(vendor === undefined ? [] : [element('vendor', {}, [vendor])]),
      ...features.map(({ name, policy }) => element('feature', { policy, name })),
    ]),
  );
}
