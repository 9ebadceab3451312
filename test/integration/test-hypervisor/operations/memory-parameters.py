test = c.lookupByName('test')
a = c.defineXML(xml('a', 1, "<memtune><hard_limit unit='MiB'>4</hard_limit></memtune>"))
b = c.createXML(xml('b', 2), 0)
for d in [test, a, b]:
    for f in [0, 1, 2, 3, 4, 8]:
        op('get', d.memoryParameters, f)
        for parameters in [{'hard_limit': 100, 'soft_limit': 50}, {'swap_hard_limit': 10}, {'swap_hard_limit': 2000}, {'soft_limit': 9000}, {'hard_limit': 3000}, {'hard_limit': 9007199254740991, 'swap_hard_limit': 9007199254740991}]:
            op('set', d.setMemoryParameters, parameters, f)
            op('get', d.memoryParameters, 0)
        op('XMLDesc', d.XMLDesc, 0); op('XMLDesc', d.XMLDesc, 2)
