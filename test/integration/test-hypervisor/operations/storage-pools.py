def pool(name, uuid=0, rest='<target><path>/p</path></target>', type='dir'):
    return "<pool type='%s'><name>%s</name>%s%s</pool>" % (type, name, '<uuid>44444444-2222-3333-4444-%012d</uuid>' % uuid if uuid else '', rest)
p = c.storagePoolLookupByName('default-pool')
for name in ['build','create', 'undefine', 'isPersistent', 'isActive', 'refresh', 'delete', 'destroy', 'isActive', 'info', 'refresh','delete']:
    op('pool ' + name, getattr(p, name))
op('gone', c.storagePoolLookupByName, 'default-pool')
each('storagePoolDefineXML', c.storagePoolDefineXML, [pool('n', 1)], [pool('n', 1)], [pool('m', 1)], [pool('n', 2)], [''], ['<x/>'], ['<pool/>'], ["<pool type='dir'/>"],[pool('x/y')], [pool('o',9,'')], [pool('n',1),1],[pool('n',1),2],[pool('n',1),4])
n = c.storagePoolLookupByName('n')
for name in ['isActive','isPersistent','autostart','XMLDesc','info','refresh','numOfVolumes','listVolumes','listAllVolumes','destroy','setAutostart','build','isActive','create','create','info','isActive','XMLDesc', 'autostart','refresh','build','delete','undefine']:
    op('pool '+name, getattr(n,name), *([1] if name=='setAutostart' else []))
each('flags build', n.build, [0],[1],[2],[4],[8])
each('flags create', n.create, [1],[2],[4],[8])
each('flags refresh', n.refresh, [1])
each('flags delete', n.delete, [1],[2])
each('setAutostart', n.setAutostart, [1], [2], [0])
op('autostart', n.autostart)
op('destroy', n.destroy)
for name in ['delete','refresh','build','info']: op(name, getattr(n,name))
each('define', c.storagePoolDefineXML, [pool('n',1)])
each('storagePoolCreateXML', c.storagePoolCreateXML, [pool('t', 3)], [pool('t', 3)], [pool('u', 3)], [pool('t', 4)], [pool('n', 1)],[''], ['<x/>'],['<pool/>'],[pool('w',8),1],[pool('w',8),2],[pool('z',10),8])
op('look', c.storagePoolLookupByName,'t')

t = c.storagePoolCreateXML(pool('t', 3, '<target><path>/t</path></target>'))

for name in ['isActive','isPersistent','autostart','XMLDesc','create']:
    op('pool '+name, getattr(t,name))
each('setAutostart', t.setAutostart, [1])
each('define a running one', c.storagePoolDefineXML, [pool('t', 3)])
op('t persistent', t.isPersistent)
op('t destroy', t.destroy)
op('t', t.isActive)
for f in [0,1,2,4,8,16,32,64]: op('list', c.listAllStoragePools, f, ordered=False)
for name in ['listStoragePools', 'listDefinedStoragePools', 'numOfStoragePools', 'numOfDefinedStoragePools']: op(name, getattr(c,name), ordered=False)
each('lookup target', c.storagePoolLookupByTargetPath, ['/p'],['/nope'])
each('find', c.findStoragePoolSources, ['dir',None],['netfs',None],['logical',None],['iscsi',None],['x',None],['netfs',"<source><host name='h'/></source>"],['netfs','<x'],['netfs','<source'],['logical','x'])
for kind, rest in [('fs',"<source><device path='/dev/sdb1'/></source><target><path>/mnt</path></target>"),('fs',''),('bogus',''),
 ('netfs',"<source><host name='h'/><dir path='/d'/><format type='nfs'/></source><target><path>/mnt</path></target>"),('netfs',''),
 ('logical',"<source><device path='/dev/a'/><name>vg</name></source>"),('logical',''),
 ('iscsi',"<source><host name='h'/><device path='iqn'/></source><target><path>/dev/disk</path></target>"),
 ('scsi',"<source><adapter name='host1'/></source><target><path>/dev/disk</path></target>"),('scsi',''),
 ('disk',"<source><device path='/dev/a'/></source><target><path>/dev</path></target>"),
 ('rbd',"<source><host name='h'/><name>n</name></source>"),('mpath',"<target><path>/dev/mapper</path></target>"),('gluster',"<source><host name='h'/><name>vol</name><dir path='/'/></source>"),('zfs',"<source><name>n</name></source>"),('sheepdog',"<source><host name='h'/><name>n</name></source>"),
 ('dir',"<source/><target><path>/p/</path><permissions><mode>0755</mode><owner>0</owner><group>0</group><label>l</label></permissions></target>"),
 ('dir',"<target><path>p</path></target>"),('dir',"<capacity>3</capacity><target><path>//p//q</path></target>"),('dir', "<features><cow state='no'/></features><target><path>/p</path></target>"),('dir', "<target><path>/p</path><permissions><mode>x</mode></permissions></target>")]:
    op('define', c.storagePoolDefineXML, pool('k', 6, rest, kind))
    try: k=c.storagePoolLookupByName('k'); op('xml', k.XMLDesc); op('create',k.create); op('vols',k.listVolumes); op('build',k.build); op('find', k.listAllVolumes); op('destroy',k.destroy); k.undefine()
    except libvirt.libvirtError as e: op('err', lambda: str(e))
for kind in ['logical','iscsi','rbd','netfs','zfs','disk']:
    rest={'logical':"<source><name>vg</name></source>",'iscsi':"<source><host name='h'/><device path='iqn'/></source><target><path>/dev/disk</path></target>",'rbd':"<source><host name='h'/><name>n</name></source>",'netfs':"<source><host name='h'/><dir path='/d'/></source><target><path>/mnt</path></target>",'zfs':"<source><name>n</name></source>",'disk':"<source><device path='/dev/a'/></source><target><path>/dev</path></target>"}[kind]
    c.storagePoolDefineXML(pool('k', 6, rest, kind)).create(); k=c.storagePoolLookupByName('k')
    try:
        w=k.createXML('<volume><name>v</name><capacity>100</capacity></volume>')
        op('vol',w.XMLDesc);op('vol',w.info)
    except libvirt.libvirtError as e: op('err', lambda: str(e))
    op('conflict '+kind, c.storagePoolDefineXML, pool('l', 7, rest, kind))
    k.destroy(); k.undefine()
    try: c.storagePoolLookupByName('l').undefine()
    except libvirt.libvirtError as e: op('err', lambda: str(e))
