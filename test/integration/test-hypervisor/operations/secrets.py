def secret(uuid, inside='', attributes=''):
    uuid = '<uuid>77777777-2222-3333-4444-%012d</uuid>' % uuid if uuid else ''
    return '<secret%s>%s%s</secret>' % (attributes, uuid, inside)


def usage(kind, name, element='name'):
    return "<usage type='%s'><%s>%s</%s></usage>" % (kind, element, name, element)


def listed():
    for flags in range(17):
        op('listAllSecrets', c.listAllSecrets, flags, ordered=False)
    op('numOfSecrets', c.numOfSecrets)
    op('listSecrets', c.listSecrets, ordered=False)


listed()
each('secretDefineXML', c.secretDefineXML, [''], ['x'], ['<x/>'], [secret(1)], [secret(1)], [secret(1, usage('ceph', 'a'))],
     [secret(2, usage('ceph', 'a'))], [secret(3, usage('ceph', 'a'))], [secret(2, usage('ceph', 'b'))],
     [secret(2, usage('tls', 'a'))], [secret(4, usage('volume', '/v', 'volume'))], [secret(5, usage('iscsi', 't', 'target'))],
     [secret(6, usage('vtpm', 'v')), 0], [secret(7, usage('tls', 'a')), 0], [secret(7, usage('tls', 'a2')), 2],
     [secret(8, usage('volume', '/w'))], [secret(8, usage('ceph', '/w', 'x'))], [secret(8, usage('iscsi', '/w'))],
     [secret(8, usage('tls', ''))], [secret(8, usage('vtpm', '/w', 'x'))], [secret(8, usage('nope', '/w'))],
     [secret(8, usage('none', '/w'))], [secret(9, '<usage/>')], [secret(9, "<usage type=''/>")],
     [secret(9, '', " ephemeral='maybe'")], [secret(9, '', " private='maybe'")], [secret(9, '', " ephemeral='' private=''")],
     [secret(10, '<description>some &lt;words&gt;</description>' + usage('ceph', "o'clock"), " ephemeral='yes' private='yes'")],
     [secret(11, '<description/><other/>', " ephemeral='yes' private='no'")], [secret(12, '', " ephemeral='no' private='yes'")],
     ['<secret><uuid>x</uuid></secret>'], [secret(12, '', " ephemeral='yes' private='no'")],
     [secret(12, '<description>new</description>', " ephemeral='yes' private='yes'")], [secret(13, '<description>checked</description>'), 1])
listed()
for s in sorted(c.listAllSecrets(0), key=lambda s: s.UUIDString()):
    each('XMLDesc', s.XMLDesc, [0], [1])
    each('value', s.value, [0], [1])
    each('setValue', s.setValue, [b'hidden', 0], [b'\x00\xff' * 20, 0], [b'', 0], [b'other', 1])
    each('value', s.value, [0], [1])
each('usage', c.secretLookupByUsage, [0, ''], [0, 'a'], [1, '/v'], [2, 'a'], [3, 't'], [4, 'a'], [5, 'v'], [6, 'v'], [2, "o'clock"], [2, 'nope'])
each('uuid', c.secretLookupByUUIDString, ['77777777-2222-3333-4444-000000000001'], ['77777777-2222-3333-4444-000000000099'])
one = c.secretLookupByUsage(4, 'a')
op('define', c.secretDefineXML, secret(2, '<description>again</description>' + usage('tls', 'a')))
op('value', one.value)
op('undefine', one.undefine)
for name in ['undefine', 'XMLDesc', 'value']:
    op('gone ' + name, getattr(one, name))
op('gone setValue', one.setValue, b'x')
reader = ro.secretLookupByUsage(1, '/v')
op('read', reader.XMLDesc)
op('read', reader.value)
op('read', reader.setValue, b'x')
op('read', reader.undefine)
op('read', ro.secretDefineXML, secret(20))
op('read', ro.listAllSecrets, 0, ordered=False)
listed()
for s in sorted(c.listAllSecrets(0), key=lambda s: s.UUIDString()):
    op('undefine', lambda: s.undefine())
listed()
