_plain=plain
def plain(v):
    if isinstance(v, libvirt.virDomainSnapshot): return ['snapshot', v.getName()]
    if isinstance(v, libvirt.virDomainCheckpoint): return ['checkpoint', v.getName()]
    if isinstance(v,(list,tuple)): return [plain(x) for x in v]
    return _plain(v)
import re
def clean(t): return re.sub(r'<creationTime>\d+</creationTime>','<creationTime>TIME</creationTime>', t)
def snap(name, rest=''): return '<domainsnapshot>%s%s</domainsnapshot>' % ('<name>%s</name>'%name if name else '', rest)
test=c.lookupByName('test')
a = c.defineXML(xml('a', 1))
for d in [test, a]:
    each('create', d.snapshotCreateXML, [snap('s1','<description>one</description>'),0],[snap('s1'),0],['',0],['<x/>',0],[snap('x/y'),0],[snap('.x'),0],[snap('s2'),0],[snap('s3'),0])
    for f in range(10): op('create flag', d.snapshotCreateXML, snap('f%d'%f), 1<<f)
    op('redefine', d.snapshotCreateXML, snap('r1'), 1)
    for f in [0,*[1<<b for b in range(12)]]:
        op('num', d.snapshotNum, f); op('names', d.snapshotListNames, f, ordered=False); op('all', d.listAllSnapshots, f, ordered=False)
    each('lookup', d.snapshotLookupByName, ['s1'],['nope'],['s1',1]); op('current', d.snapshotCurrent); op('has', d.hasCurrentSnapshot)
    for n in ['s1','s2','s3']:
        s=d.snapshotLookupByName(n)
        op('xml', lambda: clean(s.getXMLDesc(0)))
        op('xml', lambda: clean(s.getXMLDesc(1)))
        op('xml', lambda: s.getXMLDesc(2))
        for m in ['getParent','isCurrent','hasMetadata','numChildren','listChildrenNames','listAllChildren']: op(n+m, getattr(s,m))
        for f in [0,1,2,4,8,0x10,0x20]: op('kids', s.numChildren, f); op('kids', s.listChildrenNames, f, ordered=False); op('kids', s.listAllChildren, f, ordered=False)
    s2=d.snapshotLookupByName('s2')
    for f in [1,2,4,8,16,0]: op('revert', d.revertToSnapshot, s2, f); op('state', d.state); op('cur', d.snapshotCurrent); op('id', d.ID)
    op('create', d.snapshotCreateXML, snap('s4'), 0); op('parent', d.snapshotLookupByName('s4').getParent)
    for f in [8,16]: op('delete', s2.delete, f)
    op('delete', s2.delete, 0); op('delete', s2.delete, 0); op('xml', s2.getXMLDesc)
    op('parent', d.snapshotLookupByName('s3').getParent); op('parent', d.snapshotLookupByName('s4').getParent)
    op('delkids', d.snapshotLookupByName('s3').delete, 2); op('names', d.snapshotListNames, ordered=False); op('cur', d.snapshotCurrent)
    op('delkids', d.snapshotLookupByName('s1').delete, 1); op('names', d.snapshotListNames, ordered=False); op('cur', d.snapshotCurrent)
    op('create', d.snapshotCreateXML, snap('z1'), 0); op('create', d.snapshotCreateXML, snap('z2',''), 0)
    op('undefine', d.undefine); op('undefine', d.undefineFlags, 2); op('cur', d.snapshotCurrent)
    op('revert z1', lambda: d.revertToSnapshot(d.snapshotLookupByName('z1')))
    op('xml', lambda: clean(d.snapshotLookupByName('z2').getXMLDesc()))
b=c.defineXML(xml('b',2))
def cp(name, rest=''): return '<domaincheckpoint>%s%s</domaincheckpoint>' % ('<name>%s</name>'%name if name else '', rest)
b=c.defineXML(xml('b',2,"<devices><disk><source file='/y'/><target dev='vdb'/></disk><disk><source file='/x'/><target dev='vda'/></disk><disk device='cdrom'><target dev='hdc'/></disk><disk device='cdrom'><source file='/q'/><target dev='hdb'/></disk></devices>")); b.create()
op('c', b.snapshotCreateXML, snap('run')); op('xml', lambda: clean(b.snapshotLookupByName('run').getXMLDesc()))
b.suspend(); op('c', b.snapshotCreateXML, snap('paused'));  op('xml', lambda: clean(b.snapshotLookupByName('paused').getXMLDesc()))
b.destroy(); op('c', b.snapshotCreateXML, snap('off'));  op('xml', lambda: clean(b.snapshotLookupByName('off').getXMLDesc()))
for start in ['off','run','paused']:
  for to in ['off','run','paused']:
    for f in [0,1,2,4,3]:
      if b.isActive(): b.destroy()
      if start!='off': b.create()
      if start=='paused': b.suspend()
      op('%s to %s'%(start,to), b.revertToSnapshot, b.snapshotLookupByName(to), f); op('state', b.state); op('cur', b.snapshotCurrent)
if b.isActive(): b.destroy()
b.create(); op('halt', b.snapshotCreateXML, snap('h'), 8); op('state', b.state); op('ids', c.listDomainsID)
for docs in ["<memory snapshot='no'/>","<memory snapshot='external' file='/m'/>","<disks><disk name='vda' snapshot='no'/></disks>","<disks><disk name='vda' snapshot='external'><source file='/s'/></disk></disks>","<disks><disk name='zz'/></disks>","<memory snapshot='x'/>"]:
  for on in [0,1]:
    if on and not b.isActive(): b.create()
    if not on and b.isActive(): b.destroy()
    op('doc', b.snapshotCreateXML, snap('d',docs)); 
    try: op('xml', lambda: clean(b.snapshotLookupByName('d').getXMLDesc()).split('<domain ')[0]); b.snapshotLookupByName('d').delete()
    except libvirt.libvirtError as e: pass
op('noname', lambda: re.sub(r'\d+','N',b.snapshotCreateXML(snap('')).getName()))
t=c.createXML(xml('t',5),0); op('tr', t.snapshotCreateXML, snap('k')); op('xml', lambda: clean(t.snapshotLookupByName('k').getXMLDesc())); op('halt', t.snapshotCreateXML, snap('l'), 8); op('gone', t.state)
b.setMemory(512) if b.isActive() else 0
op('changed', b.revertToSnapshot, b.snapshotLookupByName('run'),0); op('xml', b.XMLDesc)
for m in ['destroy','undefine']: op(m, getattr(b,m))
for f in [1,2,16]: op('un', b.undefineFlags, f)
b=c.defineXML(xml('b',2)); op('n', b.snapshotNum)
b.snapshotCreateXML(snap('q')); op('both', b.snapshotLookupByName('q').delete, 5)
op('only', b.snapshotLookupByName('q').delete, 4)
for bit in range(16): op('list', c.listAllDomains, 1 << bit, ordered=False)
