# What clients do with the bytes of volumes. The libvirtd beside has files below a directory, the hypervisor has none.
import hashlib
pool_xml = "<pool type='dir'><name>streams</name><target><path>%s</path></target></pool>"
directory = args['directory']
pool = c.storagePoolCreateXML(pool_xml % directory, 0)
block = 65536
results = []


def volume(name, capacity, allocation=0):
    return pool.createXML(
        '<volume><name>%s</name><capacity>%d</capacity><allocation>%d</allocation></volume>' % (name, capacity, allocation))


def tried(label, function, *arguments):
    # the drivers have different numbers, so what is compared of an error is its code and its text
    try:
        results.append([label, 'ok', plain(function(*arguments))])
    except libvirt.libvirtError as error:
        results.append([label, 'error', error.get_error_code(), error.get_error_message().replace(directory, 'DIR')])


def upload(vol, data, offset=0, length=0, flags=0, size=100000, finish=True):
    stream = c.newStream()
    vol.upload(stream, offset, length, flags)
    for at in range(0, len(data), size):
        part = data[at:at + size]
        while part:
            part = part[stream.send(part):]
    stream.finish() if finish else stream.abort()
    return 'done'


def download(vol, offset=0, length=0, flags=0):
    stream = c.newStream()
    vol.download(stream, offset, length, flags)
    parts = []
    while True:
        part = stream.recv(1 << 20)
        if not part:
            break
        parts.append(part)
    stream.finish()
    data = b''.join(parts)
    return [len(data), hashlib.sha256(data).hexdigest()]


def sparse_upload(vol, items, offset=0, length=0):
    stream = c.newStream()
    vol.upload(stream, offset, length, libvirt.VIR_STORAGE_VOL_UPLOAD_SPARSE_STREAM)
    for item in items:
        if isinstance(item, int):
            stream.sendHole(item, 0)
        else:
            while item:
                item = item[stream.send(item):]
    stream.finish()
    return 'done'


def sparse_download(vol, offset=0, length=0):
    stream = c.newStream()
    vol.download(stream, offset, length, libvirt.VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM)
    items = []

    def add(kind, count):
        if items and items[-1][0] == kind:
            items[-1][1] += count
        else:
            items.append([kind, count])

    def data_handler(stream, data, opaque):
        add('data', len(data))
        return len(data)

    def hole_handler(stream, count, opaque):
        add('hole', count)

    stream.sparseRecvAll(data_handler, hole_handler, None)
    stream.finish()
    return items


data = bytes(at * at % 251 for at in range(5 * block + 77))
vol = volume('v', len(data), len(data))
tried('empty', download, vol)
tried('up', upload, vol, data)
tried('down', download, vol)
for offset, length in [(0, 1), (1000, 0), (1000, 70000), (len(data) - 1, 0), (len(data), 0), (len(data) + 5, 0),
                       (len(data) - 5, 100), (5, len(data))]:
    tried('part %d %d' % (offset, length), download, vol, offset, length)
tried('over', upload, vol, b'X' * 100, 500, 0)
tried('down', download, vol)
tried('exactly', upload, vol, b'Y' * 100, 700, 100)
tried('down', download, vol)
# what a libvirtd has taken before that may be written or not: it is what is there already
tried('given up', upload, vol, data[:10], 0, 0, 0, 10, False)
for flags in [2, 4, 0x80000000]:
    tried('flags %d' % flags, upload, vol, b'', 0, 0, flags)
    tried('flags %d' % flags, download, vol, 0, 0, flags)
tried('reading only', lambda: download(ro.storagePoolLookupByName('streams').storageVolLookupByName('v')))
tried('nothing', upload, vol, b'')
tried('down', download, vol)
tried('grows', upload, vol, b'more', len(data) + 10)
pool.refresh()
tried('size', lambda: vol.info()[1])
tried('down', download, vol)
for name in ['too much', 'far too much']:
    other = volume(name, 10 * block)
    stream = c.newStream()
    other.upload(stream, 0, 1000, 0)
    stream.send(b'x' * 1000)
    if name == 'far too much':
        stream.send(b'y' * 1000)
    tried(name, stream.finish)
    # a libvirtd that refuses may not have written yet what it had taken
    if name == 'too much':
        tried(name, download, other)
holes = volume('holes', 64 * block)
tried('sparse', sparse_upload, holes, [16 * block, data[:block], 8 * block, data[:2 * block], 37 * block])
tried('sparse', sparse_download, holes)
tried('zeros', download, holes)
for offset, length in [(0, block), (16 * block, block), (17 * block, block), (10 * block, 10 * block), (63 * block, 0)]:
    tried('sparse %d %d' % (offset, length), sparse_download, holes, offset, length)
tried('sparse', sparse_download, volume('nothing', 3 * block))
stream = c.newStream()
vol.download(stream, 0, 0, 0)
stream.recv(10)
tried('enough', stream.finish)
stream = c.newStream()
vol.download(stream, 0, 0, 0)
tried('enough', stream.abort)
clone = pool.createXMLFrom('<volume><name>clone</name><capacity>%d</capacity></volume>' % len(data), vol, 0)
tried('clone', lambda: download(clone, 0, len(data)))
gone = volume('gone', 10)
gone.delete()
tried('gone', download, gone)
tried('gone', upload, gone, b'x')
pool.destroy()
print(json.dumps(results))
