NONE, MODIFY, DELETE, LAST, FIRST = range(5)
(BRIDGE, DOMAIN, IP, HOST, RANGE, FORWARD, INTERFACE, PF, GROUP, DNS_HOST, TXT, SRV) = range(1, 13)


def net(name, uuid, inside):
    uuid = '<uuid>66666666-2222-3333-4444-%012d</uuid>' % uuid
    return "<network><name>%s</name>%s<bridge name='virbr%s'/>%s</network>" % (name, uuid, name, inside)


one = c.networkCreateXML(net('one', 1, """<ip address='10.0.0.1' netmask='255.255.255.0'><dhcp>
  <range start='10.0.0.10' end='10.0.0.20'/><host mac='52:54:00:00:00:01' name='first' ip='10.0.0.5'/></dhcp></ip>
  <ip address='10.1.0.1' netmask='255.255.0.0'/>
  <ip family='ipv6' address='fd00::1' prefix='64'/>"""))
two = c.networkDefineXML(net('two', 2, """<forward mode='route' dev='eth0'/><ip address='10.2.0.1' prefix='20'/>
  <dns enable='yes'><host ip='10.0.0.9'><hostname>a</hostname><hostname>b</hostname></host>
  <txt name='t' value='v'/><srv service='s' protocol='tcp' target='x' port='5'/></dns>
  <portgroup name='p' default='yes'/>"""))
three = c.networkDefineXML(net('three', 3, "<domain name='d'/>"))
four = c.networkDefineXML(net('four', 4, "<ip address='10.4.0.1' prefix='24'/>"))
four.create()
default = c.networkLookupByName('default')


def shown(network):
    op('XMLDesc', network.XMLDesc)


def update(network, section, documents, commands=(LAST, LAST, FIRST, MODIFY, DELETE, DELETE, NONE, 9), indexes=(-1,), flags=(0,)):
    for document in documents:
        for command in commands:
            for index in indexes:
                for flag in flags:
                    op('update', network.update, command, section, index, document, flag)
        shown(network)


all_networks = [one, two, three, four, default]
for network in all_networks:
    shown(network)
for network in all_networks:
    for section in [0, *range(1, 13), 99]:
        update(network, section, ['', 'x', '<x/>', '<host/>'], (LAST, MODIFY, DELETE))
for network in all_networks:
    update(network, HOST, ["<host mac='52:54:00:00:00:02' name='n' ip='10.0.0.6'/>", "<host mac='52:54:0:0:0:01' ip='10.0.0.7'/>",
                           "<host name='first' ip='10.0.0.8'/>", "<host ip='10.0.0.5'/>", "<host mac='52:54:00:00:00:09'/>",
                           "<host mac='xx' ip='10.0.0.5'/>", "<host mac='01:54:00:00:00:09' ip='10.0.0.5'/>", "<host ip='x' name='q'/>",
                           "<host name='-' ip='10.0.0.5'/>", "<host id='zz' name='r' ip='10.0.0.51'/>", "<host id='0:1' name='r' ip='fd00::7'/>",
                           "<host mac='52:54:00:00:00:03' ip='10.0.0.9'><lease expiry='5'/></host>",
                           "<host mac='52:54:00:00:00:03' ip='10.0.0.9'><lease expiry='1'/></host>",
                           "<host mac='52:54:00:00:00:03' ip='10.0.0.9'><lease expiry='2' unit='hours'/></host>",
                           "<host mac='52:54:00:00:00:03' ip='10.0.0.9'><lease expiry='0'/></host>",
                           "<host mac='52:54:00:00:00:03' ip='10.0.0.9'><lease expiry='x'/></host>",
                           "<host mac='52:54:00:00:00:03' ip='10.0.0.9'><lease expiry='5' unit='years'/></host>"], indexes=(-1, 0, 1, 2, 5))
    update(network, RANGE, ["<range start='10.0.0.30' end='10.0.0.40'/>", "<range start='10.0.0.10' end='10.0.0.20'/>", '<range/>',
                            "<range start='10.0.0.30'/>", "<range start='x' end='10.0.0.40'/>", "<range start='10.0.0.40' end='10.0.0.30'/>",
                            "<range start='10.0.0.0' end='10.0.0.40'/>", "<range start='10.0.0.1' end='10.0.0.255'/>",
                            "<range start='10.9.0.1' end='10.9.0.2'/>", "<range start='fd00::7' end='fd00::9'/>",
                            "<range start='fd00::9' end='fd00::7'/>", "<range start='10.1.0.9' end='10.1.9.7'/>",
                            "<range start='fd00::9' end='fd00::1:7'/>", "<range start='10.0.0.9' end='fd00::1:7'/>",
                            "<range start='10.2.0.30' end='10.2.1.40'><lease expiry='5' unit='hours'/></range>"], indexes=(-1, 0, 1, 2))
    update(network, INTERFACE, ["<interface dev='eth0'/>", "<interface dev='eth1'/>", '<interface/>'])
    update(network, INTERFACE, ["<interface dev='eth0'/>", "<interface dev='eth2'/>"], (FIRST, LAST, FIRST))
    update(network, GROUP, ["<portgroup name='p'/>", "<portgroup name='q' default='yes'><vlan><tag id='5'/></vlan></portgroup>",
                            "<portgroup name='r' trustGuestRxFilters='yes'/>", '<portgroup/>'])
    update(network, GROUP, ["<portgroup name='p' default='YES'/>", "<portgroup name='q' default='yes'/>"], (FIRST, LAST, MODIFY))
    update(network, DNS_HOST, ["<host ip='10.0.0.9'><hostname>c</hostname></host>", "<host ip='10.0.0.10'><hostname>a</hostname></host>",
                               "<host><hostname>a</hostname></host>", "<host ip='x'><hostname>a</hostname></host>", "<host ip='10.0.0.11'/>",
                               "<host ip='fd00:0::9'><hostname>b</hostname><hostname>d</hostname></host>", "<host><hostname/></host>"])
    update(network, DNS_HOST, ["<host ip='10.0.1.1'><hostname>m</hostname></host>", "<host ip='10.0.1.2'><hostname>m</hostname></host>"], (LAST,))
    update(network, DNS_HOST, ['<host><hostname>m</hostname></host>'], (DELETE,))
    update(network, TXT, ["<txt name='t' value='w'/>", "<txt name='u' value='w'/>", "<txt name='u'/>", "<txt value='u'/>", "<txt name='a b' value='c'/>"])
    update(network, TXT, ["<txt name='m' value='w'/>", "<txt name='n' value='w'/>"], (FIRST,))
    update(network, SRV, ["<srv service='s' protocol='tcp' target='x' port='5'/>", "<srv service='s' protocol='udp'/>", "<srv protocol='udp'/>",
                          "<srv service='s'/>", "<srv service='s!' protocol='tcp'/>", "<srv service='s' protocol='t_'/>",
                          "<srv service='s' protocol='tcp' port='5'/>", "<srv service='s' protocol='tcp' priority='5'/>",
                          "<srv service='s' protocol='tcp' weight='5'/>", "<srv service='s' protocol='tcp' target='y' port='0'/>",
                          "<srv service='s' protocol='tcp' target='y' port='x'/>", "<srv service='s' protocol='tcp' target='y' priority='70000'/>",
                          "<srv service='s' protocol='tcp' target='y' weight='-1'/>",
                          "<srv service='s2' protocol='tcp' domain='d' target='y' port='1' priority='0' weight='7'/>",
                          "<srv service='%s' protocol='tcp'/>" % ('s' * 513)])
for network in all_networks:
    update(network, TXT, ["<txt name='x1' value='w'/>", "<txt name='x2' value='w'/>"], (LAST, DELETE, LAST), flags=(1, 2, 3, 4, 0))
    op('destroy', network.destroy)
    shown(network)
    update(network, TXT, ["<txt name='x3' value='w'/>", "<txt name='x4' value='w'/>"], (LAST, LAST), flags=(1, 2, 3, 4, 0))
    op('create', network.create)
    update(network, TXT, ["<txt name='x5' value='w'/>"], (LAST, LAST), flags=(2, 1, 3))
    op('define', c.networkDefineXML, net('two', 2, ''))
    update(network, TXT, ["<txt name='x5' value='w'/>"], (LAST, LAST), flags=(2, 1, 3))
op('read only', ro.networkLookupByName('default').update, LAST, TXT, -1, "<txt name='x5' value='w'/>", 0)
for inside in ["<ip address='10.8.0.1' prefix='24'><dhcp>%s</dhcp></ip>" % dhcp for dhcp in
               ["<host mac='52:54:0:0:0:1' ip='10.8.0.7'/><range end='10.8.0.9' start='10.8.0.3'><lease expiry='0x20'/></range>", '',
                "<bootp file='f'/>", "<range start='10.8.0.3'/>", "<range start='10.8.0.9' end='10.8.0.3'/>", "<host mac='x' ip='10.8.0.7'/>",
                "<host ip='10.8.0.7'/>", "<host name='a'/>", "<bootp file='f' server='10.8.0.2'/><host name='a' ip='10.8.0.7'><lease expiry='1'/></host>",
                "<bootp file='f' server='10.8.0.2'/><host ip='10.8.0.7' name='a'/>"]] + [
               "<dns>%s</dns>" % dns for dns in
               ["<host ip='fd00:0::1'><hostname>a</hostname></host><txt value='v' name='n'/><srv protocol='tcp' service='s' weight='0'/>", '',
                "<host ip='x'><hostname>a</hostname></host>", "<host ip='10.8.0.1'/>", "<txt name='n'/>", "<txt name='a b' value='v'/>", '<srv/>',
                "<srv service='s' protocol='tcp' port='1'/>", "<forwarder addr='10.8.0.9'/><host><hostname>a</hostname></host>"]]:
    op('define', c.networkDefineXML, net('five', 5, inside))
    try:
        five = c.networkLookupByName('five')
        shown(five)
        five.undefine()
    except libvirt.libvirtError as error:
        op('error', lambda: str(error))
