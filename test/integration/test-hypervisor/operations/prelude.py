# Every operation is done through libvirt's own binding; what comes of each is listed, so that two daemons can be compared.
libvirt.registerErrorHandler(lambda *ignored: None, None)
results = []


def plain(value):
    if isinstance(value, libvirt.virDomain):
        return ['domain', value.name(), value.UUIDString(), value.ID()]
    if isinstance(value, (libvirt.virNetwork, libvirt.virStoragePool)):
        return [type(value).__name__, value.name(), value.UUIDString()]
    if isinstance(value, (libvirt.virInterface, libvirt.virNodeDevice)):
        return [type(value).__name__, value.name()]
    if isinstance(value, libvirt.virStorageVol):
        return ['volume', value.name(), value.key()]
    if isinstance(value, libvirt.virSecret):
        return ['secret', value.UUIDString(), value.usageType(), value.usageID()]
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    # a time that grows, in nanoseconds since 1970
    return 'TIME' if isinstance(value, int) and value > 10**18 and value < 2 * 10**18 else value


def op(label, function, *arguments, ordered=True):
    try:
        value = plain(function(*arguments))
        if not ordered and isinstance(value, list):
            value = sorted(value, key=json.dumps)
        results.append([label, plain(arguments), 'ok', value])
    except libvirt.libvirtError as error:
        results.append([label, plain(arguments), 'error', list(error.err)])
    except (LookupError, OverflowError, ValueError) as error:
        # what the binding itself refuses, some of it by what the daemon has told it
        results.append([label, plain(arguments), 'error', str(error)])


def each(label, function, *cases):
    for case in cases:
        op(label, function, *case)


def xml(name, uuid='', rest='', memory='<memory>1024</memory>', os='<os><type>hvm</type></os>'):
    uuid = '<uuid>11111111-2222-3333-4444-%012d</uuid>' % uuid if uuid else ''
    return "<domain type='test'><name>%s</name>%s%s%s%s</domain>" % (name, uuid, memory, os, rest)


c = libvirt.open(args['uri'])
ro = libvirt.openReadOnly(args['uri'])
