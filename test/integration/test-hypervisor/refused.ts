const memory = '<memory>1024</memory>';
const os = '<os><type>hvm</type></os>';

function domain(inside: string): string {
  return `<domain type='test'>${inside}</domain>`;
}

function withDevices(devices: string): string {
  return domain(`<name>a</name>${memory}${os}<devices>${devices}</devices>`);
}

/** What is no document, or says of a domain what cannot be. */
export const refusedDocuments: readonly string[] = [
  '',
  ' ',
  'foo',
  '\n\n foo',
  '<domain',
  '<domain>',
  '<domain>\n  <name>a</name>\n',
  '<domain></foo>',
  '<domain><a></domain>',
  '<domain>\n<a>\n</b>\n</domain>',
  '<domain/><x/>',
  '<domain/>\n\n  text',
  "<domain type='test'><name>a</name",
  '<domain type=test/>',
  "<domain type='test'><name>&foo;</name></domain>",
  "<domain type='test'><name>&#1;</name></domain>",
  '<foo/>',
  '<domain/>',
  "<domain type='test'/>",
  domain('<name></name>'),
  domain('<name>a</name>'),
  '<domain><name>a</name></domain>',
  "<domain type='bogus'><name>a</name></domain>",
  domain(`<name>a</name>${os}`),
  domain(`<name>a</name>${memory}`),
  domain(`<name>a/b</name>${memory}${os}`),
  domain(`<name>a\nb</name>${memory}${os}`),
  domain(`<name>a</name><uuid>xx</uuid>${memory}${os}`),
  domain(`<name>a</name><memory>x</memory>${os}`),
  domain(`<name>a</name><memory>0</memory>${os}`),
  domain(`<name>a</name><memory>-5</memory>${os}`),
  domain(`<name>a</name><memory unit='foo'>1024</memory>${os}`),
  domain(`<name>a</name><memory unit='bytes'>99999999999999999999</memory>${os}`),
  domain(`<name>a</name>${memory}<currentMemory>y</currentMemory>${os}`),
  domain(`<name>a</name>${memory}<maxMemory unit='MiB'>1</maxMemory>${os}`),
  domain(`<name>a</name>${memory}<os><type>bogus</type></os>`),
  domain(`<name>a</name>${memory}<os><type> hvm </type></os>`),
  domain(`<name>a</name>${memory}<os><type arch='bogus'>hvm</type></os>`),
  domain(`<name>a</name>${memory}<os><type>exe</type></os>`),
  domain(`<name>a</name>${memory}${os}<vcpu>0</vcpu>`),
  domain(`<name>a</name>${memory}${os}<vcpu>x</vcpu>`),
  domain(`<name>a</name>${memory}${os}<vcpu current='3'>2</vcpu>`),
  domain(`<name>a</name>${memory}${os}<title>a\nb</title>`),
  domain(`<name>a</name>${memory}${os}<on_crash>x</on_crash>`),
  domain(`<name>a</name>${memory}${os}<on_poweroff>coredump-restart</on_poweroff>`),
  domain(`<name>a</name>${memory}${os}<clock offset='x'/>`),
  domain(
    `<name>a</name>${memory}<os><type>hvm</type><boot dev='hd'/></os><devices><disk><source file='/a'/>` +
      "<target dev='vda'/><boot order='1'/></disk></devices>",
  ),
  withDevices('<disk/>'),
  withDevices('<disk><target/></disk>'),
  withDevices("<disk type='file'><target dev='sda' bus='usb'/></disk>"),
  withDevices("<disk><source file='/a'/><target bus='virtio'/></disk>"),
  withDevices("<disk><source file='/a'/><target dev='foo'/></disk>"),
  withDevices("<disk><source file='/a'/><target dev='vda'/></disk><disk><source file='/b'/><target dev='vda'/></disk>"),
  withDevices("<interface type='bogus'/>"),
  withDevices("<interface type='bridge'/>"),
  withDevices("<interface type='network'><source/></interface>"),
  withDevices("<interface type='network'><mac address='00:00'/><source network='default'/></interface>"),
  withDevices("<interface type='network'><mac address='01:54:00:00:00:01'/><source network='default'/></interface>"),
  withDevices("<controller type='none'/>"),
  withDevices("<controller type='scsi' index='0'/><controller type='scsi' index='0'/>"),
  withDevices("<memballoon model='virtio'/><memballoon model='none'/>"),
  withDevices("<watchdog model='itco'/><watchdog model='i6300esb'/>"),
  withDevices("<redirdev bus='usb' type='spicevmc'/>"),
  withDevices("<channel type='spicevmc'/>"),
  withDevices("<graphics type='vnc' listen='1.2.3.4'><listen type='address' address='127.0.0.1'/></graphics>"),
  withDevices("<graphics type='vnc'><listen/></graphics>"),
];
