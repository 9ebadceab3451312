# Events come to a client in the order in which they arose: behind the last one of this domain there are none left.
last = watcher.createXML(xml('the-last-one'), 0)
for client, name in ((watcher, 'all'), (looker, 'filtered')):
    client.domainEventRegisterAny(client.lookupByName(last.name()), libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE, heard, name + ' end')
last.destroy()
pump_until(lambda: 'all end' in recorded and 'filtered end' in recorded)
print(json.dumps(recorded))
