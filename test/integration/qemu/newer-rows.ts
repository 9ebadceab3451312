import type { Connection } from '../../../src/client/connection.ts';
import { DomainGraphicsReloadType, DomainModificationImpact } from '../../../src/generated/api-enums.ts';
import { isOlder } from '../../../src/session/daemon-release.ts';
import { ofWeb, webDoes } from '../client/domain-row.ts';
import type { Row } from '../oracle/row.ts';

const live = { flags: DomainModificationImpact.LIVE };

const bySince: readonly (readonly [since: string, rows: readonly Row<Connection>[]])[] = [
  [
    '10.2.0',
    [
      webDoes('graphicsReload', 'web.graphicsReload(libvirt.VIR_DOMAIN_GRAPHICS_RELOAD_TYPE_VNC)', (web) =>
        web.graphicsReload(DomainGraphicsReloadType.VNC),
      ),
    ],
  ],
  [
    '11.2.0',
    [
      ofWeb('getAutostartOnce', 'bool(web.autostartOnce())', (web) => web.getAutostartOnce()),
      webDoes('setAutostartOnce', 'web.setAutostartOnce(1)', (web) => web.setAutostartOnce(true)),
      ofWeb('getAutostartOnce', 'bool(web.autostartOnce())', (web) => web.getAutostartOnce()),
      webDoes('setAutostartOnce', 'web.setAutostartOnce(0)', (web) => web.setAutostartOnce(false)),
      // The daemon of 11.3.0 now and then dies of limits that do not name the group themselves.
      webDoes(
        'setThrottleGroup',
        "web.setThrottleGroup('slow', {'total_iops_sec': 500, 'group_name': 'slow'}, 1)",
        (web) => web.setThrottleGroup('slow', { total_iops_sec: 500, group_name: 'slow' }, live),
      ),
      ofWeb(
        'getXMLDesc',
        "__import__('re').findall('<throttlegroups>.*</throttlegroups>', web.XMLDesc(), 16)",
        async (web) => [...((await web.getXMLDesc()).match(/<throttlegroups>.*<\/throttlegroups>/gs) ?? [])],
      ),
      webDoes('delThrottleGroup', "web.delThrottleGroup('slow', 1)", (web) => web.delThrottleGroup('slow', live)),
      webDoes('delThrottleGroup', "web.delThrottleGroup('none', 1)", (web) => web.delThrottleGroup('none', live)),
    ],
  ],
  [
    '12.5.0',
    [
      webDoes('announceInterface', 'web.announceInterface(None, {})', (web) => web.announceInterface()),
      webDoes('announceInterface', "web.announceInterface('webtap', {'rounds': 3})", (web) =>
        web.announceInterface({ device: 'webtap', params: { rounds: 3 } }),
      ),
    ],
  ],
];

/** What domains do since releases up to this one, or since any, newer than 9.0.0; refused or not. */
export function newerDomainRows(release?: string): readonly Row<Connection>[] {
  return bySince.flatMap(([since, rows]) => (release !== undefined && isOlder(release, since) ? [] : rows));
}
