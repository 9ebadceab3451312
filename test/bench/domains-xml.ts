const testNamespace = 'http://libvirt.org/schemas/domain/test/1.0';
const running = 1;
const shutOff = 5;

/** The name of the domain at `index` of {@link domainsXml}. */
export function domainName(index: number): string {
  return `bench-domain-${String(index).padStart(4, '0')}`;
}

/** A host for the test driver's `test:///file`: so many domains, every second one running. */
export function domainsXml(count: number): string {
  const domains = Array.from({ length: count }, (_, index) => domainXml(index));
  return `<node>\n${domains.join('\n')}\n</node>\n`;
}

function domainXml(index: number): string {
  const digits = index.toString(16).padStart(12, '0');
  return `<domain type='test' xmlns:test='${testNamespace}'>
  <name>${domainName(index)}</name>
  <uuid>6e5b1a52-0f3c-4c2e-9d5e-${digits}</uuid>
  <title>A guest of the benchmark</title>
  <memory unit='KiB'>8388608</memory>
  <currentMemory unit='KiB'>4194304</currentMemory>
  <vcpu>2</vcpu>
  <os><type>hvm</type></os>
  <devices>
    <disk type='file' device='disk'>
      <source file='/guest/${domainName(index)}.img'/>
      <target dev='vda' bus='virtio'/>
    </disk>
    <disk type='file' device='cdrom'>
      <source file='/guest/installation-image.iso'/>
      <target dev='sda' bus='sata'/>
      <readonly/>
    </disk>
    <interface type='network'>
      <mac address='52:54:00:00:${digits.slice(8, 10)}:${digits.slice(10)}'/>
      <source network='default'/>
      <model type='virtio'/>
    </interface>
    <console type='pty'/>
  </devices>
  <test:runstate>${index % 2 === 0 ? running : shutOff}</test:runstate>
</domain>`;
}
