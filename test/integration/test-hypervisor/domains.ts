/* Whole domains: what is around the devices. */

export const domainCases: readonly string[] = [
  `<domain type='test'><name>a</name><uuid>11111111-2222-3333-4444-000000000001</uuid><memory>1024</memory><os>
      <type>hvm</type><init>/x</init><bios/><bootmenu enable='no'/><boot dev='cdrom'/><boot dev='hd'/>
      <loader readonly='yes' type='pflash'>/o.fd</loader><nvram template='/t'>/n</nvram><acpi>
      <table type='slic'>/a</table></acpi><dtb>/d</dtb></os></domain>`,
  `<domain type='lxc'><name>a</name><uuid>11111111-2222-3333-4444-000000000001</uuid><memory>1024</memory><os>
      <type>exe</type><init>/sbin/init</init><initarg>a</initarg><initenv name='E'>v</initenv>
      <initdir>/d</initdir><inituser>u</inituser><initgroup>g</initgroup></os><idmap>
      <uid start='0' target='1' count='2'/><gid start='0' target='1' count='2'/></idmap></domain>`,
  `<domain type='xen'><name>a</name><uuid>11111111-2222-3333-4444-000000000001</uuid><memory>1024</memory>
      <bootloader>/usr/bin/pygrub</bootloader><bootloader_args>-q</bootloader_args><os><type>linux</type></os>
      <on_lockfailure>poweroff</on_lockfailure></domain>`,
  `<domain type='test'><name>a</name><uuid>11111111-2222-3333-4444-000000000001</uuid>
      <genid>43dc0cf8-809b-4adb-9bea-a9abb5f3d90e</genid><memory>1024</memory><os>
      <type machine='pc' arch='x86_64'>hvm</type></os><clock offset='variable' adjustment='5' basis='utc'>
      <timer name='tsc' frequency='123' mode='native'/><timer name='kvmclock' present='yes'/>
      <timer name='rtc' track='guest' tickpolicy='catchup'><catchup threshold='123' slew='120' limit='10000'/>
      </timer></clock><features><acpi/><apic eoi='on'/><pae/><hap/><viridian/><privnet/><hyperv>
      <vapic state='on'/><spinlocks state='on' retries='4096'/><relaxed state='on'/>
      <vendor_id state='on' value='KVM Hv'/></hyperv><pvspinlock state='on'/><gic version='2'/><smm state='on'>
      <tseg unit='MiB'>48</tseg></smm><ioapic driver='qemu'/><pmu state='off'/><capabilities policy='default'>
      <mknod state='on'/></capabilities><vmcoreinfo state='on'/><msrs unknown='ignore'/></features></domain>`,
  `<domain type='test'><name>a</name><uuid>11111111-2222-3333-4444-000000000001</uuid><memory>1024</memory><os>
      <type>hvm</type></os><clock offset='timezone' timezone='Europe/Paris'/><cpu><model>core2duo</model></cpu>
      </domain>`,
  `<domain type='test'><name>a</name><uuid>11111111-2222-3333-4444-000000000001</uuid><memory>1024</memory><os>
      <type>hvm</type></os><clock offset='absolute' start='1234'/><cpu mode='host-model'/></domain>`,
  `<domain type='test'><name>a</name><uuid>11111111-2222-3333-4444-000000000001</uuid><memory>1024</memory><os>
      <type>hvm</type></os><cpu mode='host-model'><model fallback='allow'/></cpu></domain>`,
  `<domain type='test'><name>a</name><uuid>11111111-2222-3333-4444-000000000001</uuid><memory>1024</memory><os>
      <type>hvm</type></os><cpu><topology sockets='2' cores='1' threads='1'/></cpu><vcpu>2</vcpu></domain>`,
  `<domain type='test'><name>a</name><uuid>11111111-2222-3333-4444-000000000001</uuid><memory>1024</memory>
      <currentMemory>2048</currentMemory><os><type>hvm</type></os><vcpus>
      <vcpu id='0' enabled='yes' hotpluggable='no' order='1'/><vcpu id='1' enabled='no' hotpluggable='yes'/>
      </vcpus><vcpu>2</vcpu></domain>`,
  `<domain type='test'><name>a</name><uuid>11111111-2222-3333-4444-000000000001</uuid>
      <description>  spaces  </description><memory>1024</memory><os><type>hvm</type></os>
      <title>&lt;x&gt;</title><metadata><q:a xmlns:q='urn:q' b='&quot;&apos;&lt;'>
      <q:c/>  <q:d>t &amp; &quot;u&quot;</q:d></q:a><z xmlns='urn:z'><y/></z><!-- c -->
      <w:x xmlns:w='urn:w'>m<w:i/></w:x></metadata></domain>`,
  `<domain type='test' xmlns:q='urn:q'><name>a</name><uuid>11111111-2222-3333-4444-000000000001</uuid>
      <memory>1024</memory><os><type>hvm</type></os><metadata><q:a b='1' q:c='2'/></metadata></domain>`,
  `<domain type='test'><name>a</name><uuid>11111111-2222-3333-4444-000000000001</uuid><memory>1024</memory><os>
      <type>hvm</type></os><memtune><min_guarantee unit='MiB'>4</min_guarantee><hard_limit>0</hard_limit>
      <soft_limit unit='KiB'>99</soft_limit></memtune><blkiotune><device><path>/d</path>
      <read_bytes_sec>1</read_bytes_sec><weight>500</weight><write_iops_sec>3</write_iops_sec></device>
      </blkiotune><sysinfo type='fwcfg'><entry name='opt/com.example/name'>v</entry></sysinfo></domain>`,
  `<domain type='test'><name>a</name><memory>1024</memory><os><type>hvm</type></os><sysinfo type='smbios'>
      <chassis><entry name='serial'>s</entry></chassis><oemStrings><entry>o</entry></oemStrings><baseBoard>
      <entry name='serial'>b</entry></baseBoard><system><entry name='serial'>b</entry>
      <entry name='manufacturer'>m</entry><entry name='bogus'>b</entry>
      <entry name='uuid'>c7a5fdbd-cdaf-9455-926a-d65c16db1809</entry></system><bios>
      <entry name='version'>v</entry><entry name='vendor'>b</entry></bios></sysinfo>
      <uuid>c7a5fdbd-cdaf-9455-926a-d65c16db1809</uuid></domain>`,
  `<domain type='bogus'><name>a</name><uuid>11111111-2222-3333-4444-000000000001</uuid></domain>`,
  `<domain type='bogus'><name>a</name><uuid>11111111-2222-3333-4444-000000000001</uuid><memory>1024</memory>
      <os><type>hvm</type></os></domain>`,
  `<domain><name>a</name><uuid>11111111-2222-3333-4444-000000000001</uuid><memory>1024</memory><os>
      <type>hvm</type></os></domain>`,
  `<domain type='test'><name>a</name><uuid>11111111-2222-3333-4444-000000000001</uuid><memory>1024</memory><os>
      <type arch='bogus'>hvm</type></os></domain>`,
  `<domain type='test'><name>  a b </name><uuid>11111111-2222-3333-4444-000000000001</uuid>
      <memory> 1024 </memory><os><type> hvm </type></os></domain>`,
  `<domain type='test'><name>.</name><uuid>11111111-2222-3333-4444-000000000001</uuid><memory>1024</memory><os>
      <type>hvm</type></os></domain>`,
  `<domain type='test'><name>a</name><uuid>11111111-2222-3333-4444-000000000001</uuid><memory>0</memory><os>
      <type>hvm</type></os></domain>`,
  `<domain type='test'><name>a</name><uuid>11111111-2222-3333-4444-000000000001</uuid>
      <memory unit='bytes'>99999999999999999999</memory><os><type>hvm</type></os></domain>`,
  `<domain type='test'><name>a</name><uuid>11111111-2222-3333-4444-000000000001</uuid><memory>-5</memory><os>
      <type>hvm</type></os></domain>`,
  `<domain type='test'><name>a</name><uuid>11111111-2222-3333-4444-000000000001</uuid>
      <memory unit='TB'>1</memory><currentMemory unit='KB'>1</currentMemory><os><type>hvm</type></os></domain>`,
  `<domain type='test'><name>a</name><uuid>11111111-2222-3333-4444-000000000001</uuid><memory>1024</memory>
      <currentMemory>y</currentMemory><os><type>hvm</type></os></domain>`,
  `<domain type='test'><name>a</name><uuid>11111111-2222-3333-4444-000000000001</uuid><memory>1024</memory>
      <maxMemory unit='MiB'>1</maxMemory><os><type>hvm</type></os></domain>`,
  `<domain type='test'><name>a</name><uuid>11111111-2222-3333-4444-000000000001</uuid><memory>1024</memory><os>
      <type>hvm</type></os><devices><controller type='scsi' index='0'/><controller type='scsi' index='0'/>
      </devices></domain>`,
];
