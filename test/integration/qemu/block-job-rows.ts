import type { Connection } from '../../../src/client/connection.ts';
import type { Domain } from '../../../src/client/domain.ts';
import {
  DomainBlockCommitFlags,
  DomainBlockCopyFlags,
  DomainBlockJobAbortFlags,
  DomainSnapshotCreateFlags,
} from '../../../src/generated/api-enums.ts';
import { eventually } from '../../support/qemu-lab/eventually.ts';
import { ofWeb, webDoes } from '../client/domain-row.ts';
import type { Row } from '../oracle/row.ts';
import { images } from './guest.ts';

const outside = (file: string): string =>
  `<domainsnapshot><name>outside</name><disks><disk name='vda' snapshot='external'><source file='${file}'/></disk></disks></domainsnapshot>`;
const copyTo = (file: string): string => `<disk type='file'><source file='${file}'/><driver type='qcow2'/></disk>`;
const alone = { flags: [DomainSnapshotCreateFlags.DISK_ONLY, DomainSnapshotCreateFlags.NO_METADATA] };
const pivot = { flags: DomainBlockJobAbortFlags.PIVOT };

/** A layer over the disk's file: the guest writes there from now on. */
const addsLayer = (name: string): Row<Connection> =>
  ofWeb(
    'createSnapshotXML',
    `(web.snapshotCreateXML("${outside(`${images}/their-${name}.qcow2`)}", 16 | 4), None)[1]`,
    async (web) => {
      await web.createSnapshotXML(outside(`${images}/our-${name}.qcow2`), alone);
    },
  );

/** Python's list is empty when the job is over; what it shows while the job waits is compared. */
const becomesReady = ofWeb(
  'getBlockJobInfo',
  `(until(lambda: "ready='yes'" in web.XMLDesc()), web.blockJobInfo('vda')['type'])[1]`,
  async (web) => {
    await eventually('the block job is ready', async () => (await web.getXMLDesc()).includes("ready='yes'"));
    return (await web.getBlockJobInfo('vda'))?.type;
  },
);

const ends = ofWeb('getBlockJobInfo', "(until(lambda: not web.blockJobInfo('vda')), None)[1]", async (web) => {
  await eventually('the block job is over', async () => !(await jobOf(web)));
});

const jobOf = async (web: Domain): Promise<boolean> => (await web.getBlockJobInfo('vda')) !== null;

/** How many files the disk's data are in besides its own. */
const layers = ofWeb(
  'getXMLDesc',
  `web.XMLDesc().count("<backingStore type=")`,
  async (web) => (await web.getXMLDesc()).split('<backingStore type=').length - 1,
);

/** Jobs on the disk of the running guest, which ends in one file again. */
export const blockJobRows: readonly Row<Connection>[] = [
  addsLayer('commit'),
  layers,
  webDoes('blockCommit', "web.blockCommit('vda', None, None, 0, libvirt.VIR_DOMAIN_BLOCK_COMMIT_ACTIVE)", (web) =>
    web.blockCommit('vda', { flags: DomainBlockCommitFlags.ACTIVE }),
  ),
  becomesReady,
  webDoes('blockJobAbort', "web.blockJobAbort('vda', libvirt.VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT)", (web) =>
    web.blockJobAbort('vda', pivot),
  ),
  ends,
  layers,
  addsLayer('pull'),
  layers,
  webDoes('blockPull', "web.blockPull('vda', 0, 0)", (web) => web.blockPull('vda')),
  ends,
  layers,
  webDoes(
    'blockCopy',
    `web.blockCopy('vda', "${copyTo(`${images}/their-copy.qcow2`)}", {'granularity': 65536}, 4)`,
    (web) =>
      web.blockCopy('vda', copyTo(`${images}/our-copy.qcow2`), {
        flags: DomainBlockCopyFlags.TRANSIENT_JOB,
        params: { granularity: 65_536 },
      }),
  ),
  becomesReady,
  webDoes('blockJobSetSpeed', "web.blockJobSetSpeed('vda', 5, 0)", (web) => web.blockJobSetSpeed('vda', 5)),
  webDoes('blockJobAbort', "web.blockJobAbort('vda', libvirt.VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT)", (web) =>
    web.blockJobAbort('vda', pivot),
  ),
  ends,
  layers,
  webDoes('blockResize', "web.blockResize('vda', 40 * 1024 * 1024, 1)", (web) =>
    web.blockResize('vda', 40 * 1024 * 1024, { rawFlags: 1 }),
  ),
  ofWeb('getBlockInfo', "web.blockInfo('vda')[0]", async (web) => (await web.getBlockInfo('vda')).capacity),
];
