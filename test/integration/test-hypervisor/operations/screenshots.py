# Pictures of screens, and the streams that the test driver does not have.
test = c.lookupByName('test')


def screenshot(connection, screen, flags):
    stream = connection.newStream()
    mime = connection.lookupByName('test').screenshot(stream, screen, flags)
    picture = b''
    while part := stream.recv(1 << 20):
        picture += part
    # once there is nothing left there never is
    again = stream.recv(10)
    stream.finish()
    return [mime, picture[:16].hex(), picture[-12:].hex(), len(again)]


def given_up(end):
    stream = c.newStream()
    test.screenshot(stream, 0, 0)
    return getattr(stream, end)()


for screen in [0, 1, 7, 4294967295]:
    op('screenshot %d' % screen, lambda: screenshot(c, screen, 0))
for flags in [1, 2, 4, 0x80000000]:
    op('screenshot flags %d' % flags, lambda: screenshot(c, 0, flags))
op('screenshot read-only', lambda: screenshot(ro, 0, 0))
for end in ['abort', 'finish']:
    op('screenshot ' + end, given_up, end)
op('two streams', lambda: [screenshot(c, 0, 0), screenshot(c, 0, 0)])
test.suspend()
op('screenshot of a paused one', lambda: screenshot(c, 0, 0))
test.destroy()
op('screenshot of one that is off', lambda: screenshot(c, 0, 0))
test.create()
for name, flags in [(None, 0), ('console0', 1), (None, 2), (None, 4)]:
    op('console', lambda: test.openConsole(name, c.newStream(), flags))
    op('channel', lambda: test.openChannel(name, c.newStream(), flags))
op('console read-only', lambda: ro.lookupByName('test').openConsole(None, ro.newStream(), 0))
pool = c.storagePoolLookupByName('default-pool')
volume = pool.createXML('<volume><name>v</name><capacity>1024</capacity></volume>')
for flags in [0, 1, 2]:
    op('upload', lambda: volume.upload(c.newStream(), 0, 0, flags))
    op('download', lambda: volume.download(c.newStream(), 0, 0, flags))
op('download read-only',
   lambda: ro.storagePoolLookupByName('default-pool').storageVolLookupByName('v').download(ro.newStream(), 0, 0, 0))
