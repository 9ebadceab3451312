"""Procedures that virsh never sends, by way of libvirt's Python binding.

usage: binding.py test|qemu     (RECORDER_SOCKET names the recorder's socket; for qemu, IMAGES a directory for a disk)
Calls that the driver has not got are made for the sake of their frames; what they raise is printed.
"""

import os
import sys

import libvirt
import libvirt_qemu

driver = sys.argv[1]
place = {'test': '/default', 'qemu': '/system'}[driver]
uri = f"{driver}+unix://{place}?socket={os.environ['RECORDER_SOCKET']}"
connection = libvirt.open(uri)
libvirt.registerErrorHandler(lambda *_: None, None)


def attempt(function, *arguments):
    try:
        return function(*arguments)
    except (libvirt.libvirtError, AttributeError, LookupError, TypeError) as error:
        print(f'{getattr(function, "__name__", function)}: {error}')
        return None


TRANSIENT = """<domain type='{type}'><name>peeked</name><uuid>00112233-4455-6677-8899-aabbccddee10</uuid>
<memory unit='MiB'>32</memory><vcpu current='1'>2</vcpu><os><type>hvm</type></os><features><acpi/></features><devices>{devices}</devices></domain>"""
FILTER = """<filter name='golden-filter'><uuid>00112233-4455-6677-8899-aabbccddee11</uuid></filter>"""
SECRET = """<secret><uuid>00112233-4455-6677-8899-aabbccddee12</uuid><usage type='ceph'><name>golden ceph</name></usage></secret>"""
NETWORK = """<network><name>golden-net2</name><uuid>00112233-4455-6677-8899-aabbccddee13</uuid><bridge name='virbr9'/></network>"""
POOL = """<pool type='dir'><name>golden-pool2</name><target><path>/tmp</path></target></pool>"""
HIDDEN = """<domain type='{type}'><name>hidden</name><memory unit='MiB'>32</memory><os><type>hvm</type></os></domain>"""
INTERFACE = """<interface type='ethernet' name='eth7'><start mode='none'/><mac address='52:54:00:00:00:07'/></interface>"""
PORT = """<networkport><uuid>00112233-4455-6677-8899-aabbccddee14</uuid><owner><name>peeked</name><uuid>00112233-4455-6677-8899-aabbccddee10</uuid></owner><mac address='52:54:00:00:00:01'/><bandwidth><inbound average='1000'/></bandwidth></networkport>"""

devices = ''
if driver == 'qemu':
    image = os.path.join(os.environ.get('IMAGES', '/var/lib/libvirt/images'), 'golden-peeked.img')
    with open(image, 'wb') as file:
        file.write(b'peeked at'.ljust(1 << 20, b'\0'))
    devices = f"""<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{image}'/><target dev='vda' bus='virtio'/></disk>
    <channel type='unix'><target type='virtio' name='org.example.golden'/></channel><graphics type='vnc' autoport='yes'/>"""

attempt(connection.getURI)
attempt(connection.isSecure)
attempt(connection.isEncrypted)
attempt(connection.isAlive)
attempt(connection.setIdentity, {libvirt.VIR_CONNECT_IDENTITY_USER_NAME: 'golden', libvirt.VIR_CONNECT_IDENTITY_UNIX_USER_ID: 1000})
attempt(connection.setKeepAlive, 5, 3)
attempt(connection.getCellsFreeMemory, 0, 2)
attempt(connection.getMemoryStats, libvirt.VIR_NODE_MEMORY_STATS_ALL_CELLS)
attempt(connection.allocPages, {4: 1}, 0, 1)
attempt(connection.numOfDevices, None)
attempt(connection.listDevices, None)
attempt(connection.numOfDevices, 'net')
attempt(connection.listDevices, 'net')
device = attempt(connection.nodeDeviceLookupByName, 'computer' if driver == 'test' else 'net_lo_00_00_00_00_00_00')
if device is not None:
    attempt(device.numOfCaps)
    attempt(device.listCaps)
    attempt(device.parent)
attempt(connection.nodeDeviceLookupSCSIHostByWWN, '2000000012341234', '2001001234123412')

for make in (connection.nwfilterDefineXML, connection.secretDefineXML, connection.networkDefineXML, connection.networkDefineXMLFlags):
    attempt(make, {'nwfilterDefineXML': FILTER, 'secretDefineXML': SECRET}.get(make.__name__, NETWORK))
if driver == 'test':
    connection.changeBegin()
    attempt(connection.interfaceDefineXML, INTERFACE)
defined = [attempt(connection.defineXML, HIDDEN.format(type=driver)), attempt(connection.storagePoolDefineXML, POOL.replace('pool2', 'pool3').replace('/tmp', '/golden3'))]
for name in (
    'numOfDomains listDomainsID numOfDefinedDomains listDefinedDomains numOfNetworks listNetworks numOfDefinedNetworks '
    'listDefinedNetworks numOfStoragePools listStoragePools numOfDefinedStoragePools listDefinedStoragePools '
    'numOfInterfaces listInterfaces numOfDefinedInterfaces listDefinedInterfaces numOfSecrets listSecrets '
    'numOfNWFilters listNWFilters listAllNWFilters listAllSecrets listAllNWFilterBindings'
).split():
    attempt(getattr(connection, name))
for something in defined:
    something.undefine()
if driver == 'test':
    connection.changeRollback()
nwfilter = attempt(connection.nwfilterLookupByUUIDString, '00112233-4455-6677-8899-aabbccddee11')
if nwfilter is not None:
    nwfilter.XMLDesc()
    nwfilter.undefine()
secret = attempt(connection.secretLookupByUsage, libvirt.VIR_SECRET_USAGE_TYPE_CEPH, 'golden ceph')
if secret is not None:
    secret.XMLDesc()
    secret.setValue(os.urandom(16))
    secret.value()
    secret.undefine()
network = attempt(connection.networkLookupByUUIDString, '00112233-4455-6677-8899-aabbccddee13')
if network is not None:
    attempt(network.create)
    network.bridgeName()
    port = attempt(network.portCreateXML, PORT)
    if port is not None:
        attempt(port.setParameters, {libvirt.VIR_NETWORK_PORT_BANDWIDTH_IN_AVERAGE: 1000})
        attempt(port.parameters)
        port.XMLDesc()
        port.delete()
    attempt(network.DHCPLeases)
    attempt(network.destroy)
    network.undefine()
pool = attempt(connection.storagePoolCreateXML, POOL)
if pool is not None:
    attempt(connection.storagePoolLookupByTargetPath, '/tmp')
    volume = pool.createXML("<volume><name>v</name><capacity>1024</capacity></volume>")
    pool.numOfVolumes()
    pool.listVolumes()
    attempt(connection.storageVolLookupByPath, volume.path())
    attempt(connection.storageVolLookupByKey, volume.key())
    volume.delete()
    pool.destroy()

transient = TRANSIENT.format(type=driver, devices=devices)
paused = libvirt.VIR_DOMAIN_START_PAUSED if driver == 'qemu' else 0
domain = attempt(connection.createXMLWithFiles, transient, [], paused) or connection.createXML(transient, paused)
for name in 'maxMemory maxVcpus isUpdated securityLabel securityLabelList info controlInfo jobInfo jobStats hasCurrentSnapshot'.split():
    attempt(getattr(domain, name))
attempt(domain.memoryPeek, 0xFFFFFFF0, 16, libvirt.VIR_MEMORY_PHYSICAL)
attempt(domain.memoryPeek, 0, 32, libvirt.VIR_MEMORY_VIRTUAL)
attempt(domain.blockPeek, 'vda', 0, 16)
attempt(domain.setMaxMemory, 32768)
attempt(domain.setMemory, 16384)
attempt(domain.setVcpus, 1)
attempt(domain.setSchedulerParameters, {'cpu_shares' if driver == 'qemu' else 'weight': 100})
attempt(domain.setSchedulerParametersFlags, {'cpu_shares' if driver == 'qemu' else 'weight': 100}, 0)
attempt(domain.schedulerParameters)
attempt(domain.pinVcpuFlags, 0, (True,), 0)
attempt(domain.pinVcpu, 0, (True,))
attempt(domain.setNumaParameters, {'numa_nodeset': '0'})
attempt(domain.blockStats, 'vda')
attempt(domain.blockStatsFlags, 'vda')
attempt(domain.blockRebase, 'vda', None)
attempt(domain.blockCopy, 'vda', '<disk/>', {libvirt.VIR_DOMAIN_BLOCK_COPY_GRANULARITY: 65536})
attempt(domain.migrateGetCompressionCache)
attempt(domain.migrateStartPostCopy)
attempt(domain.abortJob)
attempt(domain.abortJobFlags, 0)
attempt(domain.sendProcessSignal, 1, 15)
attempt(domain.listGetStats if hasattr(domain, 'listGetStats') else connection.domainListGetStats, [domain])
attempt(domain.setUserPassword, 'root', 'made-up')
attempt(domain.agentSetResponseTimeout, 5)
for snapshot in (1, 2):
    attempt(domain.snapshotCreateXML, f'<domainsnapshot><name>s{snapshot}</name></domainsnapshot>', 0 if driver == 'test' else libvirt.VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY)
attempt(domain.snapshotNum)
attempt(domain.snapshotListNames)
attempt(domain.listAllSnapshots)
snapshot = attempt(domain.snapshotLookupByName, 's1')
if snapshot is not None:
    for name in 'numChildren listChildrenNames listAllChildren isCurrent hasMetadata getParent'.split():
        attempt(getattr(snapshot, name))
attempt(domain.openChannel, 'org.example.golden', connection.newStream(libvirt.VIR_STREAM_NONBLOCK))
stream = connection.newStream()
if attempt(domain.openChannel, 'org.example.golden', stream, libvirt.VIR_DOMAIN_CHANNEL_FORCE) is not None:
    stream.send(b'into the channel')
    stream.abort()
stream = connection.newStream()
if attempt(domain.openConsole, None, stream, 0) is not None:
    stream.abort()
attempt(domain.saveParams, {libvirt.VIR_DOMAIN_SAVE_PARAM_FILE: '/tmp/golden-peeked.save'}, 0)
attempt(connection.restoreParams, {libvirt.VIR_DOMAIN_SAVE_PARAM_FILE: '/tmp/golden-peeked.save'}, 0)
attempt(libvirt_qemu.qemuMonitorCommand, domain, 'info status', libvirt_qemu.VIR_DOMAIN_QEMU_MONITOR_COMMAND_HMP)
attempt(libvirt_qemu.qemuMonitorCommandWithFiles, domain, '{"execute":"query-status"}', [], 0)
# a descriptor cannot come through the recorder: the binding gives its connection up
separate = libvirt.open(uri)
attempt(separate.lookupByName('peeked').openGraphicsFD, 0)
attempt(domain.destroy)

persistent = attempt(connection.defineXML, TRANSIENT.format(type=driver, devices=devices))
attempt(persistent.createWithFiles, [], 0)
attempt(persistent.destroyFlags, 0)
attempt(persistent.setAutostart, 1)
attempt(persistent.autostart)
attempt(persistent.undefine)
connection.close()
for leftover in ('/tmp/golden-peeked.save', *([image] if driver == 'qemu' else [])):
    if os.path.exists(leftover):
        os.remove(leftover)
