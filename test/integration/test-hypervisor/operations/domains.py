# the connection and its host
for name in ['getType', 'getVersion', 'getLibVersion', 'getHostname', 'getCapabilities', 'getInfo', 'getFreeMemory',
             'isSecure', 'isEncrypted', 'isAlive', 'getSysinfo', 'getCPUMap', 'getSecurityModel', 'listDomainsID',
             'numOfDomains', 'listDefinedDomains', 'numOfDefinedDomains', 'listNetworks', 'listDefinedNetworks',
             'numOfNetworks', 'numOfDefinedNetworks', 'listStoragePools', 'listDefinedStoragePools',
             'numOfStoragePools', 'numOfDefinedStoragePools', 'listInterfaces', 'listDefinedInterfaces',
             'numOfInterfaces', 'numOfDefinedInterfaces', 'numOfSecrets', 'listSecrets', 'listAllSecrets',
             'numOfNWFilters', 'listNWFilters', 'listAllNWFilters', 'getMemoryParameters']:
    op('connect.' + name, getattr(c, name))
    op('read only connect.' + name, getattr(ro, name))
each('getMaxVcpus', c.getMaxVcpus, [None], ['test'], ['nonsense'])

# look-ups
each('lookupByName', c.lookupByName, ['test'], ['nope'], [''], ['ä'])
each('lookupByID', c.lookupByID, [1], [77], [0], [-1])
each('lookupByUUIDString', c.lookupByUUIDString, ['6695eb01-f6a4-8304-79aa-97f2502e193f'],
     ['11111111-2222-3333-4444-555555555555'])
each('networkLookupByName', c.networkLookupByName, ['default'], ['nope'])
each('networkLookupByUUIDString', c.networkLookupByUUIDString, ['dd8fe884-6c02-601e-7551-cca97df1c5df'],
     ['11111111-2222-3333-4444-555555555555'])
each('storagePoolLookupByName', c.storagePoolLookupByName, ['default-pool'], ['nope'])
each('storagePoolLookupByUUIDString', c.storagePoolLookupByUUIDString, ['dfe224cb-28fb-8dd0-c4b2-64eb3f0f4566'],
     ['11111111-2222-3333-4444-555555555555'])
each('interfaceLookupByName', c.interfaceLookupByName, ['eth1'], ['nope'])
each('interfaceLookupByMACString', c.interfaceLookupByMACString, ['aa:bb:cc:dd:ee:ff'], ['AA:BB:CC:DD:EE:FF'], ['x'])
each('nodeDeviceLookupByName', c.nodeDeviceLookupByName, ['computer'], ['scsi_host11'], ['nope'])

# the objects that are always there
network = c.networkLookupByName('default')
for name in ['XMLDesc', 'bridgeName', 'isActive', 'isPersistent', 'autostart', 'DHCPLeases', 'listAllPorts']:
    op('network.' + name, getattr(network, name))
each('network.XMLDesc', network.XMLDesc, [1], [2])
pool = c.storagePoolLookupByName('default-pool')
for name in ['XMLDesc', 'info', 'isActive', 'isPersistent', 'autostart', 'numOfVolumes', 'listVolumes',
             'listAllVolumes']:
    op('pool.' + name, getattr(pool, name))
each('pool.XMLDesc', pool.XMLDesc, [1])
each('pool.listAllVolumes', pool.listAllVolumes, [1])
interface = c.interfaceLookupByName('eth1')
for name in ['XMLDesc', 'MACString', 'isActive']:
    op('interface.' + name, getattr(interface, name))
each('interface.XMLDesc', interface.XMLDesc, [1])
for name in ['computer', 'scsi_host1', 'scsi_host2', 'scsi_host11']:
    device = c.nodeDeviceLookupByName(name)
    for method in ['XMLDesc', 'parent', 'numOfCaps', 'listCaps', 'isActive', 'isPersistent', 'autostart']:
        op(name + '.' + method, getattr(device, method))
op('device.XMLDesc', c.nodeDeviceLookupByName('computer').XMLDesc, 1)
for capability in [None, 'system', 'scsi_host', 'fc_host', 'vports', 'pci', 'nonsense']:
    op('listDevices', c.listDevices, capability, 0, ordered=False)
    op('numOfDevices', c.numOfDevices, capability, 0)
op('listDevices', c.listDevices, None, 1)
for name in ['listAllNetworks', 'listAllStoragePools', 'listAllInterfaces', 'listAllDevices']:
    for bit in [None, *range(26)]:
        op(name, getattr(c, name), 0 if bit is None else 1 << bit, ordered=False)

# the default domain
test = c.lookupByName('test')
for name in ['info', 'state', 'OSType', 'maxMemory', 'maxVcpus', 'isActive', 'isPersistent', 'isUpdated', 'autostart',
             'hasManagedSaveImage', 'hasCurrentSnapshot', 'snapshotNum', 'listAllSnapshots', 'schedulerType',
             'hostname', 'securityLabel', 'messages']:
    op('test.' + name, getattr(test, name))
each('test.XMLDesc', test.XMLDesc, [0], [1], [2], [3], [4], [8], [0x40])
read_only_test = ro.lookupByName('test')
each('read only test.XMLDesc', read_only_test.XMLDesc, [0], [1], [2], [3], [4], [8], [9])
each('unsupported', test.attachDevice, ['<disk/>'])
each('unsupported', test.blockJobInfo, ['vda'])
each('unsupported', test.migrateSetMaxSpeed, [1])
each('unsupported', test.qemuMonitorCommand if hasattr(test, 'qemuMonitorCommand') else test.jobInfo, [])

# what a read-only connection may not do
each('read only', ro.defineXML, [xml('x')], ['nonsense'])
each('read only', ro.createXML, [xml('x'), 0])
for name, arguments in {'suspend': [], 'resume': [], 'shutdown': [], 'reboot': [0], 'reset': [0], 'destroy': [],
                        'undefine': [], 'create': [], 'setAutostart': [1], 'setMemory': [1], 'setMaxMemory': [1],
                        'setVcpus': [1], 'rename': ['x', 0], 'hostname': [], 'setMetadata': [0, 'x', None, None, 0],
                        'attachDevice': ['<disk/>'], 'destroyFlags': [0], 'undefineFlags': [0]}.items():
    op('read only ' + name, getattr(read_only_test, name), *arguments)

# a domain's way through its states
a = c.defineXML(xml('a', 1))
op('defined', lambda: a)
for name in ['info', 'state', 'isActive', 'isPersistent', 'suspend', 'resume', 'shutdown', 'destroy', 'hostname',
             'maxVcpus', 'securityLabel', 'messages']:
    op('stopped ' + name, getattr(a, name))
each('stopped reboot', a.reboot, [0], [1], [32])
each('stopped reset', a.reset, [0], [1])
each('conflicting define', c.defineXML, [xml('b', 1)], [xml('a', 2)])
each('conflicting create', c.createXML, [xml('b', 1), 0], [xml('a', 2), 0], [xml('test', 3), 0])
op('create a running one', c.createXML,
   xml('test').replace('<memory>', '<uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid><memory>'), 0)
op('create transient', c.createXML, xml('b', 2), 0)
b = c.lookupByName('b')
for name in ['state', 'isPersistent', 'create', 'autostart', 'undefine', 'isActive']:
    op('transient ' + name, getattr(b, name))
for name in ['create', 'create', 'state', 'ID', 'XMLDesc', 'suspend', 'suspend', 'state', 'create', 'resume', 'resume',
             'state', 'hostname', 'securityLabel', 'undefine', 'isPersistent', 'isActive', 'undefine', 'destroy',
             'info']:
    op('persistent ' + name, getattr(a, name))
a = c.defineXML(xml('a', 1))
each('createWithFlags', a.createWithFlags, [1], [2], [4], [0], [0])
op('state', a.state)
each('destroyFlags', a.destroyFlags, [2], [1])
op('state', a.state)
each('createXML flags', c.createXML, [xml('z', 9), 1], [xml('z', 9), 2], [xml('z', 9), 4])
each('defineXMLFlags', c.defineXMLFlags, [xml('z', 9), 2], [xml('z', 9), 0])
each('undefineFlags', c.lookupByName('z').undefineFlags, [4], [8], [16], [32], [3])
op('run a persistent one', c.createXML, xml('a', 1, '<title>live</title>'), 0)
each('XMLDesc', a.XMLDesc, [0], [2])
op('define a running one', c.defineXML, xml('a', 1, '<title>kept</title>'))
each('XMLDesc', a.XMLDesc, [0], [2])
op('destroy', a.destroy)
each('XMLDesc', a.XMLDesc, [0], [2])
for action in ['destroy', 'restart', 'rename-restart', 'preserve']:
    actions = '<on_poweroff>%s</on_poweroff><on_reboot>%s</on_reboot>' % (action, action)
    transient = c.createXML(xml('t', 4, actions), 0)
    op(action + ' on shutdown', transient.shutdown)
    op(action + ' on shutdown', transient.state)
    op('clean up', transient.destroy)
    kept = c.defineXML(xml('k', 5, actions))
    op('start', kept.create)
    op('suspend', kept.suspend)
    op(action + ' on reboot', kept.reboot, 0)
    op(action + ' on reboot', kept.state)
    op(action + ' on shutdown', kept.shutdown)
    op(action + ' on shutdown', kept.state)
    op('clean up', kept.destroy)
    op('clean up', kept.undefine)
for flag in [0, 1, 2, 4, 8, 16, 32]:
    transient = c.createXML(xml('t', 4), 0)
    op('reboot', transient.reboot, flag)
    op('reset', transient.reset, flag)
    op('shutdownFlags', transient.shutdownFlags, flag)
    op('clean up', transient.destroy)

# memory and virtual CPUs
for domain in [a, b]:
    for flag in range(16):
        op('vcpusFlags', domain.vcpusFlags, flag)
    each('setVcpusFlags', domain.setVcpusFlags, [2, 0], [33, 0], [2, 4], [2, 2], [2, 6], [2, 3], [3, 2], [0, 0],
         [2, 8], [1, 1], [1, 0], [4, 6], [1, 6])
    each('setVcpus', domain.setVcpus, [0], [1], [2])
    each('setMemory', domain.setMemory, [0], [512], [4096])
    each('setMaxMemory', domain.setMaxMemory, [0], [4096], [256])
    each('setMemoryFlags', domain.setMemoryFlags, [0, 0], [512, 0], [4096, 0], [128, 1], [128, 2], [128, 3], [2048, 4],
         [2048, 6], [1, 8])
    for name in ['info', 'maxMemory', 'maxVcpus']:
        op(name, getattr(domain, name))
    each('XMLDesc', domain.XMLDesc, [0], [2])

# notes of people and programs
for domain in [a, b]:
    each('metadata', domain.metadata, [0, None, 0], [1, None, 0], [2, 'urn:x', 0], [2, None, 0], [3, None, 0],
         [0, None, 1], [0, None, 2], [0, None, 3], [0, 'x', 0], [1, 'x', 0], [0, None, 4])
    each('setMetadata', domain.setMetadata, [0, 'some & text', None, None, 0], [1, 'title', None, None, 0],
         [1, 'two\nlines', None, None, 0], [2, '<a>x</a>', 'k', 'urn:x', 0], [2, '<a>x</a>', None, 'urn:x', 0],
         [2, '<a>x</a>', 'k', None, 0], [2, '<a', 'k', 'urn:y', 0], [2, '', 'k', 'urn:y', 0],
         [2, '<b q="1"><c/>t<d/></b>', 'k2', 'urn:y', 0], [2, '<b><c><d e="&lt;\'"/></c></b>', 'k3', 'urn:z', 0],
         [2, '<b>\n <c/>\n</b>', 'k4', 'urn:blank', 0], [2, '<o xmlns="urn:own"><p/></o>', 'k5', 'urn:other', 0],
         [2, None, None, 'urn:nope', 0], [2, '<a/>', '', 'urn:q', 0], [2, '<a/>', 'k:l', 'urn:q', 0],
         [0, 'x', 'k', 'u', 0], [0, 'live', None, None, 1], [0, 'kept', None, None, 2], [0, 'both', None, None, 3],
         [0, 'x', None, None, 4], [3, 'x', None, None, 0])
    each('metadata', domain.metadata, [0, None, 0], [1, None, 0], [2, 'urn:x', 0], [2, 'urn:y', 0], [2, 'urn:z', 0],
         [2, 'urn:blank', 0], [2, 'urn:own', 0], [2, 'urn:other', 0])
    op('XMLDesc', domain.XMLDesc, 0)
    each('setMetadata', domain.setMetadata, [2, '<new/>', 'n', 'urn:x', 0], [2, None, None, 'urn:y', 0],
         [0, None, None, None, 0], [1, '', None, None, 0])
    op('XMLDesc', domain.XMLDesc, 0)

# names, autostart, lists
each('setAutostart', a.setAutostart, [1])
op('autostart', a.autostart)
op('suspend', b.suspend)
for flag in [0, *(1 << bit for bit in range(20)), 3, 0x30, 0xffff]:
    op('listAllDomains', c.listAllDomains, flag, ordered=False)
op('resume', b.resume)
op('listDefinedDomains', c.listDefinedDomains, ordered=False)
op('listDomainsID', c.listDomainsID, ordered=False)
each('rename', a.rename, ['c', 0], ['c', 0], ['test', 0], ['x/y', 0], ['', 0], ['d', 1])
op('renamed', a.name)
op('renamed', c.lookupByName, 'c')
op('renamed', c.lookupByName, 'a')
op('rename', b.rename, 'd', 0)
op('destroy', b.destroy)
op('gone', b.info)
op('undefine', a.undefine)
op('gone', a.isActive)
op('undefine a running one', test.undefine)
op('undefine a running one', test.isPersistent)
op('destroy', test.destroy)
op('none is left', c.listAllDomains)
