def iface(name, mac='aa:bb:cc:dd:ee:01', rest="<start mode='onboot'/>", type='ethernet'):
    return "<interface type='%s' name='%s'>%s<mac address='%s'/></interface>" % (type, name, rest, mac)
eth1 = c.interfaceLookupByName('eth1')
each('create', eth1.create, [0],[1]); each('destroy', eth1.destroy, [1],[0],[0])
op('isActive', eth1.isActive)
each('create', eth1.create, [0],[0])
op('isActive', eth1.isActive)
each('interfaceDefineXML', c.interfaceDefineXML, [iface('eth2')],[iface('eth2')],[iface('eth3','aa:bb:cc:dd:ee:01')],[iface('eth1')],[''],['<x/>'],['<interface/>'],["<interface type='ethernet'/>"],["<interface type='bogus' name='x'/>"],[iface('e4',rest='')],[iface('e5'),1],[iface('e6'),2],[iface('a/b')])
e = c.interfaceLookupByName('eth2')
for n in ['isActive','XMLDesc','MACString','destroy','create','isActive','create','undefine','destroy','undefine','isActive']: op(n, getattr(e,n))
op('eth1 MAC', c.interfaceLookupByName('eth1').MACString)
for n in ['listInterfaces','listDefinedInterfaces']: op(n, getattr(c,n), ordered=False)
for t in ['numOfInterfaces','numOfDefinedInterfaces']: op(t, getattr(c,t))
each('lookup mac', c.interfaceLookupByMACString, ['aa:bb:cc:dd:ee:01'],['zz'])
each('rollback', c.changeRollback, [0],[1]); each('commit', c.changeCommit, [0],[1]); each('begin', c.changeBegin, [1],[0],[0])
op('define', c.interfaceDefineXML, iface('eth9','aa:bb:cc:dd:ee:09'))
op('undefine', c.interfaceLookupByName('eth1').undefine)
for n in ['listInterfaces','listDefinedInterfaces']: op(n, getattr(c,n), ordered=False)
op('rollback', c.changeRollback); op('rollback', c.changeRollback)
for n in ['listInterfaces','listDefinedInterfaces']: op(n, getattr(c,n), ordered=False)
op('begin', c.changeBegin); op('define', c.interfaceDefineXML, iface('eth9','aa:bb:cc:dd:ee:09')); op('commit', c.changeCommit); op('rollback', c.changeRollback)
for n in ['listInterfaces','listDefinedInterfaces']: op(n, getattr(c,n), ordered=False)
docs=["<interface type='bridge' name='br0'><start mode='onboot'/><bridge stp='off' delay='0.01'><interface type='ethernet' name='eth7'/></bridge></interface>",
"<interface type='vlan' name='eth0.4'><start mode='none'/><vlan tag='4'><interface name='eth0'/></vlan></interface>",
"<interface type='bond' name='bond0'><start mode='hotplug'/><bond mode='active-backup'><miimon freq='100'/><interface type='ethernet' name='eth5'/></bond></interface>",
"<interface type='bridge' name='br0'/>","<interface type='vlan' name='v'/>","<interface type='bond' name='v'/>",
"<interface type='ethernet' name='x'><start mode='bogus'/></interface>","<interface type='ethernet' name='x'><mtu size='9'/></interface>",
"<interface type='ethernet' name='x'><protocol family='ipv4'><dhcp/></protocol><protocol family='ipv6'><autoconf/><ip address='fd00::2' prefix='64'/></protocol><start mode='onboot'/></interface>",
"<interface type='ethernet' name='x'><protocol family='bogus'/></interface>"]
for d in docs:
    op('define', c.interfaceDefineXML, d)
    for n in sorted(c.listDefinedInterfaces()):
        i=c.interfaceLookupByName(n); op('xml', i.XMLDesc); op('mac', i.MACString); i.undefine()
op('ro', ro.interfaceDefineXML, iface('q')); op('ro', ro.changeBegin)
