# Others listen: to everything, and to one object of each kind.
watcher = libvirt.open(args['uri'])
looker = libvirt.openReadOnly(args['uri'])
all_events(watcher, 'all')
all_events(
    looker, 'filtered',
    looker.lookupByName('test'), looker.networkLookupByName('default'),
    looker.storagePoolLookupByName('default-pool'), looker.nodeDeviceLookupByName('scsi_host1'),
)
