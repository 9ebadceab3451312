import { type FlagTest, passesFlags } from './flag-filter.ts';

/** The flags that every list of what can be defined and started has, under the names that libvirt gives them. */
interface LifeFlags {
  readonly ACTIVE: number;
  readonly INACTIVE: number;
  readonly PERSISTENT: number;
  readonly TRANSIENT: number;
  readonly AUTOSTART: number;
  readonly NO_AUTOSTART: number;
}

interface Life {
  readonly isActive: boolean;
  readonly persistent: boolean;
  readonly autostart: boolean;
}

/** Whether an object passes the groups of flags about its life. */
export function passesLifeFlags(flags: number, names: LifeFlags, { isActive, persistent, autostart }: Life): boolean {
  const groups: readonly (readonly FlagTest[])[] = [
    [
      [names.ACTIVE, isActive],
      [names.INACTIVE, !isActive],
    ],
    [
      [names.PERSISTENT, persistent],
      [names.TRANSIENT, !persistent],
    ],
    [
      [names.AUTOSTART, autostart],
      [names.NO_AUTOSTART, !autostart],
    ],
  ];
  return groups.every((group) => passesFlags(flags, group));
}
