def vhba(parent="<parent>scsi_host1</parent>", fc="<capability type='fc_host'><wwnn>2000000087654321</wwnn><wwpn>1000000087654321</wwpn></capability>", name=''):
    return "<device>%s%s<capability type='scsi_host'>%s</capability></device>" % (name, parent, fc)
each('create', c.nodeDeviceCreateXML, [vhba(),0],[vhba(),2],['',0],['<x/>',0],['<device/>',0],[vhba(parent=''),0],[vhba(parent='<parent>nope</parent>'),0],[vhba(parent='<parent>computer</parent>'),0],[vhba(fc=''),0],[vhba(fc="<capability type='fc_host'/>"),0],["<device><parent>scsi_host1</parent></device>",0],["<device><parent>scsi_host1</parent><capability type='system'/></device>",0],[vhba(parent="<parent wwnn='2000000012341234' wwpn='1000000012341234'/>"),0],[vhba(parent="<parent wwnn='2' wwpn='1'/>"),0],[vhba(parent="<parent fabric_wwn='2000000043214321'/>"),0],[vhba(parent='<parent>scsi_host11</parent>'),0],[vhba(name='<name>foo</name>'),0],[vhba(parent="<parent wwnn='2000000012341234'/>"),0])
for n in sorted(d.name() for d in c.listAllDevices()):
    d=c.nodeDeviceLookupByName(n)
    for m in ['XMLDesc','parent','numOfCaps','listCaps']: op(n+m, getattr(d,m))
for n in ['scsi_host11','computer','scsi_host1']: op('destroy '+n, c.nodeDeviceLookupByName(n).destroy)
d=c.nodeDeviceLookupByName('scsi_host12')
op('destroy', d.destroy); op('destroy', d.destroy); op('gone', d.XMLDesc)
each('wwn', c.nodeDeviceLookupSCSIHostByWWN, ['2000000012341234','1000000012341234',0],['2000000012341234','1000000012341234',1],['1','2',0])
op('again', c.nodeDeviceCreateXML, vhba(), 0)
op('list', lambda: sorted(d.name() for d in c.listAllDevices()))
op('ro', ro.nodeDeviceCreateXML, vhba(), 0)
