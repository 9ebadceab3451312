# Others listen: to everything, and to one secret.
watcher = libvirt.open(args['uri'])
looker = libvirt.openReadOnly(args['uri'])
watched = watcher.secretDefineXML("<secret><uuid>99999999-2222-3333-4444-000000000001</uuid></secret>", 0)
secret_events(watcher, 'all')
secret_events(looker, 'filtered', looker.secretLookupByUUIDString(watched.UUIDString()))
watched.setValue(b'value', 0)
