devices = """<devices>
  <controller type='scsi' index='0' model='virtio-scsi'><driver iothread='4'/></controller>
  <disk type='file'><driver name='qemu' type='raw' iothread='2'/><source file='/a'/><target dev='vda' bus='virtio'/>
    <iotune><read_bytes_sec>1</read_bytes_sec><read_bytes_sec_max>2</read_bytes_sec_max><group_name>g</group_name>
    <write_iops_sec_max_length>3</write_iops_sec_max_length></iotune></disk>
  <disk type='file'><source file='/b'/><target dev='vdb'/></disk>
  <interface type='bridge'><source bridge='br0'/><mac address='52:54:00:00:00:01'/>
    <bandwidth><inbound average='10' peak='20' burst='30'/><outbound average='7'/></bandwidth></interface>
  <interface type='network'><source network='default'/><mac address='52:54:00:00:00:02'/><target dev='mine'/></interface>
</devices>"""
tuned = """<vcpu placement='static' cpuset='0-3,^2' current='2'>4</vcpu><iothreads>5</iothreads>
<iothreadids><iothread id='4' thread_pool_min='1' thread_pool_max='2'/><iothread id='9'/></iothreadids>
<cputune><vcpupin vcpu='1' cpuset='1,2'/><vcpupin vcpu='0' cpuset='3'/><vcpupin vcpu='7' cpuset='3'/><shares>5</shares>
<iothreadpin iothread='9' cpuset='5'/><iothreadpin iothread='4' cpuset='6'/><emulatorpin cpuset='0-2'/></cputune>
<numatune><memory nodeset='0-1,3'/></numatune>
<blkiotune><weight>500</weight><device><path>/d</path><weight>1</weight><read_iops_sec>0</read_iops_sec></device>
<device><path>/e</path></device></blkiotune>
<perf><event name='mbml' enabled='no'/><event name='cmt' enabled='yes'/></perf>"""
test = c.lookupByName('test')
a = c.defineXML(xml('a', 1, tuned + devices))
b = c.createXML(xml('b', 2, '<vcpu>3</vcpu><iothreads>4</iothreads>' + devices), 0)
n = c.defineXML(xml('n', 3, "<vcpu placement='auto'>2</vcpu>"))
every = [test, a, b, n]


def shown(d):
    op('XMLDesc', d.XMLDesc, 0)
    op('XMLDesc', d.XMLDesc, 2)


def vcpus(d):
    info, maps = d.vcpus()
    return [[number, state, 'TIME' if time > 10**13 else time, cpu] for number, state, time, cpu in info], maps


for d in every:
    shown(d)
for d in every:
    op('vcpus', vcpus, d)
    for f in [0, 1, 2, 3, 4]:
        op('vcpuPinInfo', d.vcpuPinInfo, f)
        op('emulatorPinInfo', d.emulatorPinInfo, f)
    for cpus in [(True,), (False, True, True), (False,), (), (True,) * 20]:
        for vcpu in [0, 1, 2, 5, 2147483647]:
            op('pinVcpu', d.pinVcpu, vcpu, cpus)
        op('pinVcpuFlags', d.pinVcpuFlags, 0, cpus, 0)
        op('pinVcpuFlags', d.pinVcpuFlags, 0, cpus, 1)
        for f in [0, 1, 2, 3, 4]:
            op('pinEmulator', d.pinEmulator, cpus, f)
        op('vcpus', vcpus, d)
        op('vcpuPinInfo', d.vcpuPinInfo)
        op('emulatorPinInfo', d.emulatorPinInfo)
    shown(d)
    if d.isActive():
        d.pinVcpu(0, (True,))
        op('setVcpus', d.setVcpusFlags, 1)
        op('vcpus', vcpus, d)
        op('pinVcpu', d.pinVcpu, 1, (True,))

uint = 4294967295
largest = 2147483647
for d in every:
    for f in [0, 1, 2, 3, 4]:
        op('blkioParameters', d.blkioParameters, f)
        for given in [{'weight': 100}, {'weight': 0, 'device_weight': '/d,5'}, {'device_read_iops_sec': '/d,1,/f,2'},
                      {'device_write_iops_sec': '/d,x'}, {'device_read_bytes_sec': '/d'}, {'device_write_bytes_sec': ''},
                      {'device_weight': '/d,0,/f,0,/g,0'}, {'device_weight': '/x,1,/y'}, {'device_weight': '/x,1z'},
                      {'device_weight': '/x,4294967296'}, {'device_write_bytes_sec': '/x,18446744073709551615'},
                      {'nope': 5}, {'weight': 7, 'device_weight': '/m,1,/n,'}, {'device_read_bytes_sec': '/q,-1'}, {}]:
            op('setBlkioParameters', d.setBlkioParameters, given, f)
            op('blkioParameters', d.blkioParameters)
        shown(d)
for d in every:
    for f in [0, 1, 2, 3, 4]:
        op('numaParameters', d.numaParameters, f)
        for given in [{'numa_mode': 2}, {'numa_nodeset': '0-3,^1'}, {'numa_mode': 9}, {'numa_mode': -1},
                      {'numa_nodeset': 'x'}, {'numa_nodeset': '0,^0'}, {'numa_mode': 1, 'numa_nodeset': '2'},
                      {'numa_mode': 0, 'numa_nodeset': '0'}, {'numa_mode': 3}, {'nope': 5}, {}]:
            op('setNumaParameters', d.setNumaParameters, given, f)
            op('numaParameters', d.numaParameters)
        shown(d)
for d in every:
    for device in ['52:54:00:00:00:01', '52:54:0:0:0:2', 'mine', 'aa:BB:cc:dd:ee:ff', 'testnet0', 'nope', '']:
        for f in [0, 1, 2, 3, 4]:
            op('interfaceParameters', d.interfaceParameters, device, f)
            for given in [{'inbound.average': 5, 'outbound.average': 6, 'inbound.peak': 8}, {'inbound.floor': 3},
                          {'inbound.average': 0}, {'outbound.burst': 9}, {'outbound.average': 0, 'outbound.peak': 4},
                          {'nope': 5}, {'inbound.average': uint, 'outbound.average': 1}, {}]:
                op('setInterfaceParameters', d.setInterfaceParameters, device, given, f)
                op('interfaceParameters', d.interfaceParameters, device)
        shown(d)
for d in every:
    for disk in ['vda', '/a', 'vdb', '/guest/diskimage1', 'nope', '']:
        for f in [0, 1, 2, 3, 4]:
            op('blockIoTune', d.blockIoTune, disk, f)
            for given in [{'total_bytes_sec': 5}, {'total_bytes_sec_max': 9, 'total_bytes_sec': 5},
                          {'read_bytes_sec': 5, 'read_bytes_sec_max': 6}, {'total_bytes_sec': 0, 'total_bytes_sec_max': 0},
                          {'group_name': 'h', 'size_iops_sec': 4}, {'group_name': ''}, {'total_iops_sec_max_length': 7},
                          {'read_iops_sec_max': 10**15 + 1}, {'read_iops_sec_max': 10**15}, {'total_iops_sec_max': 3},
                          {'read_iops_sec_max': 0}, {'nope': 5}, {}]:
                op('setBlockIoTune', d.setBlockIoTune, disk, given, f)
                op('blockIoTune', d.blockIoTune, disk)
        shown(d)
for d in every:
    for f in [0, 1, 2, 3, 4]:
        op('perfEvents', d.perfEvents, f)
        for given in [{'cmt': True, 'alignment_faults': True}, {'cmt': False}, {'nope': True}, {}]:
            op('setPerfEvents', d.setPerfEvents, given, f)
            op('perfEvents', d.perfEvents)
        shown(d)
    for given in [{'weight': 10}, {'nope': 1}, {}]:
        for f in [0, 1, 2, 4]:
            op('setSchedulerParametersFlags', d.setSchedulerParametersFlags, given, f)
        op('setSchedulerParameters', d.setSchedulerParameters, given)

statistics = lambda: sorted([d.name(), values] for d, values in c.getAllDomainStats(0))
for d in every:
    for f in [0, 1, 2, 3, 4]:
        op('ioThreadInfo', d.ioThreadInfo, f)
        for number in [0, 1, 2, 4, 9, 20, largest]:
            op('addIOThread', d.addIOThread, number, f)
            for given in [{'poll_max_ns': 7}, {'poll_grow': 3, 'poll_shrink': 2}, {'nope': 1}, {}]:
                op('setIOThreadParams', d.setIOThreadParams, number, given, f)
            for cpus in [(True, True), (False,), ()]:
                op('pinIOThread', d.pinIOThread, number, cpus, f)
        shown(d)
        op('ioThreadInfo', d.ioThreadInfo)
        op('stats', statistics)
        for number in [0, 1, 2, 4, 9, 20, 33]:
            op('delIOThread', d.delIOThread, number, f)
        shown(d)
        op('stats', statistics)
for counted in ['<iothreads>2</iothreads>', "<iothreadids><iothread id='1'/></iothreadids>", '<iothreads>x</iothreads>',
                "<iothreadids><iothread id='0'/></iothreadids>", '<iothreadids><iothread/></iothreadids>',
                "<iothreadids><iothread id='1'/><iothread id='1'/></iothreadids>", '<iothreads>0</iothreads>',
                "<iothreadids><iothread id='1' thread_pool_min='-1'/></iothreadids>",
                "<iothreadids><iothread id='1' thread_pool_min='1'/></iothreadids>",
                "<iothreads>3</iothreads><iothreadids><iothread id='2'/></iothreadids>",
                "<iothreads>1</iothreads><cputune><iothreadpin iothread='5' cpuset='1'/></cputune>",
                "<iothreads>1</iothreads><cputune><iothreadpin iothread='1'/></cputune>",
                "<cputune><vcpupin vcpu='0'/></cputune>", "<cputune><vcpupin cpuset='0'/></cputune>",
                "<cputune><vcpupin vcpu='0' cpuset='0'/><vcpupin vcpu='0' cpuset='1'/></cputune>",
                "<cputune><emulatorpin cpuset='x'/></cputune>", '<cputune/>', "<perf><event name='cmt'/></perf>",
                "<perf><event name='nope' enabled='yes'/></perf>", '<perf/>', "<numatune><memory mode='nope'/></numatune>",
                "<perf><event name='cmt' enabled='yes'/><event name='cmt' enabled='yes'/></perf>", '<numatune/>',
                "<numatune><memory mode='strict'/></numatune>", "<numatune><memory placement='auto'/></numatune>",
                "<numatune><memory placement='auto' nodeset='1'/></numatune>", "<blkiotune><device/></blkiotune>",
                "<blkiotune><device><path>/x</path><weight>x</weight></device></blkiotune>", '<blkiotune/>',
                "<blkiotune><weight>x</weight></blkiotune>"]:
    op('define', c.defineXML, xml('k', 4, counted))
    try:
        k = c.lookupByName('k')
        shown(k)
        op('add', k.addIOThread, 5)
        shown(k)
        op('del', k.delIOThread, 5)
        shown(k)
        op('del', k.delIOThread, 1)
        shown(k)
        op('undefine', k.undefine)
    except libvirt.libvirtError as error:
        op('error', lambda: str(error))

for d in every:
    for f in [0, 1, 2, 3, 4]:
        op('memoryPeek', d.memoryPeek, 300, 10, f)
        op('blockPeek', d.blockPeek, 'vda', 0, 10, f)
    op('memoryPeek', d.memoryPeek, 0, 0, 1)
    op('memoryPeek', d.memoryPeek, 0, 2**22 + 1, 1)
    op('blockPeek', d.blockPeek, '', 0, 10, 0)
    op('blockPeek', d.blockPeek, 'vda', 0, 2**22 + 1, 0)
    for source in [0, 1, 2, 3]:
        op('interfaceAddresses', d.interfaceAddresses, source)
    op('interfaceAddresses', d.interfaceAddresses, 0, 1)
reader = ro.lookupByName('test')
op('interfaceAddresses', reader.interfaceAddresses, 1)
op('interfaceAddresses', reader.interfaceAddresses, 0)
for address in ["<ip address='10.0.0.1' netmask='255.255.254.0'/>", "<ip address='10.0.0.255' prefix='20'/>",
                "<ip address='172.16.0.1'/>", "<ip family='ipv6' address='fd00::1:0:0:fe' prefix='64'/>"]:
    network = c.networkCreateXML("<network><name>w</name><bridge name='virbr9'/>%s</network>" % address)
    card = "<devices><interface type='network'><source network='w'/><mac address='52:54:00:00:00:05'/></interface></devices>"
    d = c.createXML(xml('w', 5, card * 1), 0)
    op('interfaceAddresses', lambda: [value['addrs'] for value in d.interfaceAddresses(0).values()])
    d.destroy()
    network.destroy()
d = c.createXML(xml('w', 5, card), 0)
op('interfaceAddresses', d.interfaceAddresses, 0)

for kind in ['network', 'bridge', 'user']:
    source = {'network': "<source network='default'/>", 'bridge': "<source bridge='br0'/>"}.get(kind, '')
    for bandwidth in ["<inbound average='1'/>", "<inbound average='5' burst='4' floor='3' peak='2'/><outbound average='1'/>", '',
                      "<inbound floor='1'/>", '<inbound/>', "<outbound average='1' floor='2'/>", "<inbound peak='1'/>",
                      "<inbound floor='1' peak='2'/>", "<inbound average='x'/>", "<inbound average='0'/>", "<inbound average='1' burst='y'/>",
                      "<inbound average='1'/><inbound average='1'/>", "<outbound average='1'/><other/><outbound average='1'/>"]:
        card = "<interface type='%s'>%s<mac address='52:54:00:00:00:07'/><bandwidth>%s</bandwidth></interface>" % (kind, source, bandwidth)
        op('define', c.defineXML, xml('k', 4, '<devices>%s</devices>' % card))
        try:
            k = c.lookupByName('k')
            shown(k)
            op('undefine', k.undefine)
        except libvirt.libvirtError as error:
            op('error', lambda: str(error))
op('define', c.defineXML, xml('k', 4, "<devices><interface type='user'><bandwidth classID='3'/></interface></devices>"))
listed = "<vcpu current='1'>4</vcpu><vcpus><vcpu id='3' enabled='yes' hotpluggable='no' order='2'/><vcpu id='0' enabled='yes'/></vcpus>"
pins = "<cputune><vcpupin vcpu='0' cpuset='1'/><vcpupin vcpu='3' cpuset='2'/></cputune>"
for document in [listed + pins, '<vcpu>4</vcpu>' + pins, listed]:
    d = c.defineXML(xml('k', 4, document))
    for on in [False, True]:
        if on:
            op('create', d.create)
        shown(d)
        for f in [0, 1, 2, 3, 4]:
            op('vcpusFlags', d.vcpusFlags, f)
        op('vcpuPinInfo', d.vcpuPinInfo)
        op('vcpus', vcpus, d)
        for count, f in [(2, 0), (3, 2), (4, 2), (1, 0), (6, 6), (5, 2), (2, 6), (1, 2), (3, 6), (4, 1)]:
            op('setVcpusFlags', d.setVcpusFlags, count, f)
            shown(d)
            op('vcpus', vcpus, d)
        for vcpu in range(5):
            op('pinVcpu', d.pinVcpu, vcpu, (False, True))
        shown(d)
    op('destroy', d.destroy)
    shown(d)
    op('undefine', d.undefine)
for document in ["<vcpus><vcpu id='0' enabled='yes'/></vcpus>", "<vcpus><vcpu id='1' enabled='yes'/></vcpus>", '<vcpus/>',
                 "<vcpus><vcpu id='0' enabled='x'/></vcpus>", "<vcpus><vcpu enabled='yes'/></vcpus>", "<vcpus><vcpu id='0'/></vcpus>",
                 "<vcpus><vcpu id='0' enabled='yes' hotpluggable='x'/></vcpus>", "<vcpus><vcpu id='0' enabled='no'/></vcpus>",
                 "<vcpus><vcpu id='0' enabled='yes' order='x'/></vcpus>", "<vcpus><vcpu id='0' enabled='yes' order='0'/></vcpus>"]:
    op('define', c.defineXML, xml('k', 4, document))
    try:
        k = c.lookupByName('k')
        shown(k)
        op('undefine', k.undefine)
    except libvirt.libvirtError as error:
        op('error', lambda: str(error))

d = c.defineXML(xml('k', 4, listed))
op('setVcpusFlags', d.setVcpusFlags, 1, 2)
for name in ['create', 'state', 'ID', 'isActive', 'XMLDesc', 'create', 'state', 'destroy', 'state', 'undefine']:
    op(name, getattr(d, name))
