import { type Layout, layout } from '../../xml/arrange.ts';

/*
 * The order in which libvirt writes devices and what is in them.
 */

const plain: Layout = layout();
const alias: Layout = layout('name');
const boot: Layout = layout('order loadparm');
const address: Layout = layout(
  'type domain controller bus target slot unit function port multifunction base cssid ssid devno iobase irq reg uuid',
);
/** What libvirt writes at the end of every device. */
const info = {
  boot,
  acpi: layout('index'),
  alias,
  master: layout('startport'),
  rom: layout('enabled bar file'),
  address,
};

const virtio = 'iommu ats packed page_per_vq';

const diskSource: Layout = layout(
  'file dev dir protocol name query tls tlsHostname pool volume mode type managed namespace startupPolicy index',
  {
    host: layout('transport name port socket'),
    snapshot: layout('name'),
    config: layout('file'),
    auth: layout('username', { secret: layout('type uuid usage') }),
    ssl: layout('verify'),
    cookies: plain,
    readahead: layout('size'),
    timeout: layout('seconds'),
    initiator: plain,
    address,
    seclabel: plain,
    encryption: plain,
    reservations: plain,
    slices: plain,
  },
);

const disk: Layout = layout('type device model rawio sgio snapshot', {
  driver: layout(
    `name type cache error_policy rerror_policy io ioeventfd event_idx copy_on_read discard iothread detect_zeroes queues queue_size ${virtio}`,
  ),
  auth: layout('username', { secret: layout('type uuid usage') }),
  source: diskSource,
  backingStore: plain,
  backenddomain: layout('name'),
  geometry: layout('cyls heads secs trans'),
  blockio: layout('logical_block_size physical_block_size'),
  mirror: plain,
  target: layout('dev bus tray removable rotation_rate'),
  iotune: plain,
  readonly: plain,
  shareable: plain,
  transient: layout('shareBacking'),
  serial: plain,
  wwn: plain,
  vendor: plain,
  product: plain,
  encryption: plain,
  ...info,
});

const controller: Layout = layout('type index model ports vectors', {
  model: layout('name'),
  target: layout('chassisNr chassis port busNr index hotplug', { node: plain }),
  driver: layout(`queues cmd_per_lun max_sectors ioeventfd iothread ${virtio}`),
  pcihole64: layout('unit'),
  ...info,
});

const filesystem: Layout = layout('type accessmode fmode dmode model multidevs', {
  driver: layout(`type format name wrpolicy queue ${virtio}`),
  binary: plain,
  source: layout('dir file dev name socket pool volume units usage'),
  target: layout('dir'),
  readonly: plain,
  space_hard_limit: layout('unit'),
  space_soft_limit: layout('unit'),
  ...info,
});

const interfaceParts = {
  source: layout('type path network portgroup portid bridge dev mode name address port tls reconnect', {
    address,
    local: layout('address port'),
  }),
  vlan: layout('trunk', { tag: layout('id nativeMode') }),
  virtualport: layout('type', { parameters: plain }),
  bandwidth: layout('', {
    inbound: layout('average peak floor burst'),
    outbound: layout('average peak burst'),
  }),
  port: layout('isolated'),
  teaming: layout('type persistent'),
  ip: layout('address family prefix peer'),
  route: layout('family address prefix gateway metric'),
  script: layout('path'),
  downscript: layout('path'),
  backenddomain: layout('name'),
  target: layout('dev managed'),
  guest: layout('dev actual'),
  model: layout('type'),
  driver: layout(`name txmode ioeventfd event_idx queues rx_queue_size tx_queue_size rss rss_hash_report ${virtio}`, {
    host: plain,
    guest: plain,
  }),
  backend: layout('tap vhost'),
  filterref: layout('filter', { parameter: layout('name value') }),
  tune: plain,
  link: layout('state'),
  mtu: layout('size'),
  coalesce: plain,
  ...info,
};

const interfaceAttributes = 'type managed trustGuestRxFilters';
const mac: Layout = layout('address type check currentAddress');
const networkInterface: Layout = layout(interfaceAttributes, { mac, ...interfaceParts });
/** A host device says which driver hands it over before it says which device it is. */
const { driver: handOver, ...afterDriver } = interfaceParts;
const hostdevInterface: Layout = layout(interfaceAttributes, { mac, driver: handOver, ...afterDriver });

/** Serial and parallel ports, consoles, channels, smart cards and redirected devices. */
function characterDevice(attributes: string): Layout {
  return layout(attributes, {
    source: layout('mode host service path channel append tls tlsFromConfig'),
    protocol: layout('type'),
    log: layout('file append'),
    target: layout('type name address port state', { model: layout('name') }),
    ...info,
  });
}

const graphics: Layout = layout(
  'type port tlsPort autoport websocket websocketGenerated socket listen keymap sharePolicy powerControl ' +
    'display xauth fullscreen replaceUser multiUser defaultMode passwd passwdValidTo connected',
  {
    listen: layout('type address network socket'),
    channel: layout('name mode'),
    image: layout('compression'),
    jpeg: layout('compression'),
    zlib: layout('compression'),
    playback: layout('compression'),
    streaming: layout('mode'),
    mouse: layout('mode'),
    clipboard: layout('copypaste'),
    filetransfer: layout('enable'),
    gl: layout('enable rendernode'),
    audio: layout('id'),
  },
);

const video: Layout = layout('', {
  driver: layout(`vgaconf name ${virtio}`),
  model: layout('type ram vram vram64 vgamem heads primary blob', {
    acceleration: layout('accel3d accel2d rendernode'),
    resolution: layout('x y'),
  }),
  ...info,
});

const hostdev: Layout = layout('mode type managed sgio rawio model display ramfb', {
  driver: layout('name'),
  source: layout('startupPolicy protocol wwpn', {
    vendor: layout('id'),
    product: layout('id'),
    adapter: layout('name'),
    address,
  }),
  teaming: layout('type persistent'),
  readonly: plain,
  shareable: plain,
  ...info,
});

export const devicesLayout: Layout = layout('', {
  emulator: plain,
  disk,
  controller,
  lease: layout('', { lockspace: plain, key: plain, target: layout('path offset') }),
  filesystem,
  interface: ({ attributes }) => (attributes.get('type') === 'hostdev' ? hostdevInterface : networkInterface),
  smartcard: characterDevice('mode type'),
  serial: characterDevice('type'),
  parallel: characterDevice('type'),
  console: characterDevice('type tty'),
  channel: characterDevice('type'),
  input: layout('type bus model', { driver: plain, source: plain, ...info }),
  tpm: layout('model', { backend: layout('type version persistent_state debug'), ...info }),
  graphics,
  sound: layout('model multichannel streams', { codec: layout('type'), audio: layout('id'), ...info }),
  audio: layout('id type'),
  video,
  hostdev,
  redirdev: characterDevice('bus type'),
  redirfilter: plain,
  hub: layout('type', info),
  watchdog: layout('model action', info),
  memballoon: layout('model autodeflate freePageReporting', {
    stats: layout('period'),
    driver: layout(virtio),
    ...info,
  }),
  rng: layout('model', {
    rate: layout('bytes period'),
    backend: layout('model type', { source: plain, protocol: plain }),
    driver: layout(virtio),
    ...info,
  }),
  nvram: layout('', info),
  panic: layout('model', info),
  shmem: layout('name role', { model: layout('type'), size: layout('unit'), server: plain, msi: plain, ...info }),
  memory: layout('model access discard', {
    uuid: plain,
    source: plain,
    target: layout('', { size: layout('unit'), node: plain }),
    ...info,
  }),
  iommu: layout('model', { driver: layout('intremap caching_mode eim iotlb aw_bits'), ...info }),
  vsock: layout('model', { cid: layout('auto address'), driver: layout(virtio), ...info }),
});
