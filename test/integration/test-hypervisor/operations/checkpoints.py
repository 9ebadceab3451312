d=c.createXML(xml('b', 2, "<devices><disk type='file'><driver name='qemu' type='qcow2'/><source file='/a'/><target dev='vda'/></disk></devices>"), 0)
e=c.createXML(xml('e', 4), 0)
import re
def clean(t): return re.sub(r'<creationTime>\d+</creationTime>','<creationTime>TIME</creationTime>', t)
def cp(name, rest=''): return '<domaincheckpoint>%s%s</domaincheckpoint>' % ('<name>%s</name>'%name if name else '', rest)
_plain=plain
def plain(v):
    if isinstance(v, libvirt.virDomainCheckpoint): return ['checkpoint', v.getName()]
    if isinstance(v,(list,tuple)): return [plain(x) for x in v]
    return _plain(v)
for d in [d,e]:
    each('cp', d.checkpointCreateXML, ['',0],['<x/>',0],[cp('c1'),0],[cp('c1'),0],[cp('c2','<description>d</description>'),0],[cp('c3'),2],[cp('c3'),1],[cp('c4'),8],[cp('c5','<disks><disk name="vda" checkpoint="no"/></disks>'),0],[cp('c6','<disks><disk name="vdz"/></disks>'),0])
    op('all', d.listAllCheckpoints, ordered=False)
    try:
        k=d.checkpointLookupByName('c2'); op('xml', lambda: clean(k.getXMLDesc()));op('xml', lambda: clean(k.getXMLDesc(1)));op('xml', lambda: clean(k.getXMLDesc(2)));op('xml', lambda: clean(k.getXMLDesc(4))); op('p', k.getParent)
        k=d.checkpointLookupByName('c1'); op('p', k.getParent); op('kids', k.listAllChildren, ordered=False); op('kids', k.listAllChildren, 1, ordered=False); op('del', k.delete, 0)
        op('all', d.listAllCheckpoints, ordered=False); op('snap', lambda: d.snapshotCreateXML('<domainsnapshot/>').getName())
    except libvirt.libvirtError as x: op('e', lambda: str(x))
d=c.lookupByName('b')
each('flags', d.checkpointCreateXML, [cp('q'),4],[cp('q'),5])
for f in range(4): op('list', d.listAllCheckpoints, 1<<f, ordered=False)
k=d.checkpointLookupByName('c3')
for f in [5,2,8,4]: op('delete', k.delete, f)
op('all', d.listAllCheckpoints, ordered=False)
op('delete', d.checkpointLookupByName('c2').delete, 1); op('all', d.listAllCheckpoints, ordered=False); op('gone', k.getXMLDesc)
a=c.defineXML(xml('a',1)); op('inactive', a.checkpointCreateXML, cp('x')); a.snapshotCreateXML('<domainsnapshot/>'); op('snapshots', a.checkpointCreateXML, cp('x'))
for bit in range(16): op('list', c.listAllDomains, 1 << bit, ordered=False)
