def net(name, uuid=0, rest='', bridge="<bridge name='virbr7'/>"):
    return "<network><name>%s</name>%s%s%s</network>" % (name, '<uuid>22222222-2222-3333-4444-%012d</uuid>' % uuid if uuid else '', rest, bridge)
network = c.networkLookupByName('default')
for name in ['create', 'undefine', 'isPersistent', 'isActive', 'create', 'destroy']:
    op('network ' + name, getattr(network, name))
op('gone', c.networkLookupByName, 'default')
op('gone', network.isActive)
each('networkDefineXML', c.networkDefineXML, [net('n', 1)], [net('n', 1)], [net('m', 1)], [net('n', 2)], [''], ['<x/>'], ['<network/>'], ['<network><name>x/y</name></network>'], ['<network><name></name></network>'], ['<network><name>b</name><uuid>zz</uuid></network>'])
n = c.networkLookupByName('n')
for name in ['isActive','isPersistent','autostart','XMLDesc','bridgeName','destroy','create','create','isActive','XMLDesc', 'autostart']:
    op('network '+name, getattr(n,name))
each('setAutostart', n.setAutostart, [1], [2], [0])
op('autostart', n.autostart)
each('networkDefineXML', c.networkDefineXML, [net('n', 1, "<domain name='kept'/>")])
each('network.XMLDesc', n.XMLDesc, [0], [1])
op('destroy', n.destroy)
each('network.XMLDesc', n.XMLDesc, [0], [1])
each('networkCreateXML', c.networkCreateXML, [net('t', 3)], [net('t', 3)], [net('u', 3)], [net('t', 4)], [net('n', 1)],[''], ['<x/>'],['<network/>'])
t = c.networkLookupByName('t')
for name in ['isActive','isPersistent','autostart','XMLDesc','create']:
    op('network '+name, getattr(t,name))
each('setAutostart', t.setAutostart, [1])
op('isPersistent', n.isPersistent)
op('isActive', n.isActive)
each('define a running one', c.networkDefineXML, [net('t', 3)])
op('t persistent', t.isPersistent)
for f in ['networkDefineXMLFlags','networkCreateXMLFlags']:
    if hasattr(c,f): each(f, getattr(c,f), [net('f',9),1],[net('f',9),2],[net('f',9),0])
for flags in [0,1,2,4,8,16,32]: op('list', c.listAllNetworks, flags, ordered=False)
for name in ['listNetworks', 'listDefinedNetworks', 'numOfNetworks', 'numOfDefinedNetworks']: op(name, getattr(c,name), ordered=False)
op('destroy', t.destroy)
v=c.networkCreateXML(net('v',5,"<ip address='192.168.122.1' netmask='255.255.255.0'><dhcp><range start='192.168.122.2' end='192.168.122.254'/></dhcp></ip>"))
op('xml', v.XMLDesc)
op('ro', ro.networkDefineXML, net('x'))
op('destroy', v.destroy)
for docs in [
 "<network><name>q</name><forward mode='bogus'/></network>",
 "<network><name>q</name><forward mode='bridge'/><bridge name='br0'/></network>",
 "<network><name>q</name><forward mode='route' dev='eth0'/><ip address='10.0.0.1' prefix='24'/></network>",
 "<network><name>q</name><forward mode='nat'><nat><port start='1024' end='65535'/></nat></forward></network>",
 "<network><name>q</name><mac address='52:54:00:11:22:33'/><domain name='d' localOnly='yes'/><mtu size='9000'/></network>",
 "<network ipv6='yes'><name>q</name><dns><host ip='10.0.0.9'><hostname>h</hostname></host></dns><ip address='10.0.0.1' netmask='255.255.255.0'/><ip family='ipv6' address='fd00::1' prefix='64'/></network>",
 "<network><name>q</name><portgroup name='p' default='yes'/><forward mode='passthrough'><interface dev='eth1'/></forward></network>",
 "<network><name>q</name><title>t</title><description>d</description></network>",
 "<network><name>q</name><metadata><a:x xmlns:a='urn:a'/></metadata></network>",
 "<network><name>q</name><ip address='x'/></network>",
 "<network><name>q</name><bridge name='b' stp='off' delay='3'/></network>",
 "<network><name>q</name><bridge stp='maybe'/></network>",
 "<network><name>q</name><forward mode='open'/></network>",
 "<network><name>q</name><forward mode='hostdev'/></network>",
 ]:
    doc = docs.replace('</name>', '</name><uuid>33333333-2222-3333-4444-000000000001</uuid>')
    op('define', c.networkDefineXML, doc)
    try: op('xml', c.networkLookupByName('q').XMLDesc); c.networkLookupByName('q').undefine()
    except libvirt.libvirtError: pass
