test=c.lookupByName('test')
a = c.defineXML(xml('a', 1, "<vcpu>4</vcpu><devices><disk type='file'><source file='/a'/><target dev='vda'/></disk></devices>"))
b = c.createXML(xml('b', 2, "<vcpu>4</vcpu><devices><disk type='file'><source file='/a'/><target dev='vda'/></disk><disk type='file'><source file='/a2'/><target dev='vdb'/></disk><interface type='bridge'><source bridge='br0'/><mac address='52:54:00:00:00:01'/><target dev='vnet0'/></interface><interface type='network'><source network='default'/><mac address='52:54:00:00:00:02'/></interface><interface type='network'><source network='nope'/><mac address='52:54:00:00:00:03'/></interface></devices>"), 0)
for d in [test, b, a]:
    for f in [1, 0, 2, 4]:
        op('setTime', d.setTime, {'seconds': 5, 'nseconds': 7}, f)
        op('getTime', d.getTime, f)
        op('fsInfo', d.fsInfo, f)
        op('freeze', d.fsFreeze, ['/'], f); op('fsInfo', d.fsInfo); op('freeze', d.fsFreeze, None, f); op('freeze', d.fsFreeze, ['/x'], f); op('freeze', d.fsFreeze, ['/boot','/'], f)
        op('trim', d.fSTrim, None, 0, f); op('trim', d.fSTrim, '/boot', 5, f); op('trim', d.fSTrim, '/x', 0, f)
        op('thaw', d.fsThaw, ['/'], f); op('thaw', d.fsThaw, ['/x'], f); op('thaw', d.fsThaw, None, f); op('thaw', d.fsThaw, None, f)
        op('key', d.sendKey, 0, 5, [28, 29], 2, f); op('key', d.sendKey, 99, 5, [28], 1, f)
        op('signal', d.sendProcessSignal, 1, 9, f); op('signal', d.sendProcessSignal, 2, 9, f); op('signal', d.sendProcessSignal, 1, 99, f); op('signal', d.sendProcessSignal, 1, 0, f); op('signal', d.sendProcessSignal, 1, 6, f)
        op('nmi', d.injectNMI, f)
        op('password', d.setUserPassword, 'u', 'p', f)
        op('diskErrors', d.diskErrors, f)
        op('controlInfo', d.controlInfo, f)
        for disk in ['vda', '/a', 'nope', '']: op('blockInfo', d.blockInfo, disk, f)
        for kind in range(5):
            for action in range(8): op('lifecycle', d.setLifecycleAction, kind, action, f)
        op('lifecycle', d.XMLDesc, f)
    for f in [0, 1, 2, 4]:
        op('balloon', d.setMemoryStatsPeriod, 5, f); op('balloon', d.XMLDesc, 2); op('balloon', d.setMemoryStatsPeriod, -1, f); op('balloon', d.setMemoryStatsPeriod, 0, f); op('balloon', d.XMLDesc, 0)
    for f in [0, 1, 2, 3, 8]:
        op('security', d.launchSecurityInfo, f); op('scheduler', d.schedulerParametersFlags, f)
    op('labels', d.securityLabelList)
    op('memoryStats', d.memoryStats)
    for disk in ['vda', 'nope', '', '/a']: op('blockStats', lambda disk: len(d.blockStats(disk)), disk)
    for name in ['aa:bb:cc:dd:ee:ff', 'vnet0', 'x']: op('interfaceStats', lambda name: len(d.interfaceStats(name)), name)
    each('cpuStats', lambda *given: [sorted(each) for each in d.getCPUStats(*given)], [True], [False], [True, 1])
    op('schedulerParameters', d.schedulerParameters); op('schedulerParameters', d.setSchedulerParameters, {'weight': 10}); op('schedulerParameters', d.schedulerParameters)
each('cpu', c.getCPUStats, [-1], [0], [20], [-2], [-1, 1])
each('cells', c.getCellsFreeMemory, [0, 2], [1, 1], [0, 5], [0, 1], [2, 1])
each('stats', lambda *given: [[d.name(), values] for d, values in sorted(c.getAllDomainStats(*given), key=lambda entry: entry[0].name())], *[[1 << bit] for bit in range(12)], *[[0, 1 << bit] for bit in range(8)], [3], [1, 0x80000000], [2, 0x80000000], [0, 0x20000000], [0, 0x10000000], [0,0x40000000])
each('stats of', lambda *given: [[d.name(), values] for d, values in c.domainListGetStats([b, a], *given)], [0], [1], [2], [1, 0x80000000], [2, 0x80000000], [0, 1], [0, 64],[0,2])

for seconds in [0, 1, 9999, 10000, 29999, 30000, 30001, 30050, 59999, 60000, 100001]:
    test.setTime({'seconds': seconds, 'nseconds': 0})
    op('controlInfo', test.controlInfo)
op('signal', b.sendProcessSignal, 1, 15); op('state', b.state)
op('signal', test.sendProcessSignal, 1, 1); op('state', test.state)
test.suspend(); op('getTime', test.getTime); test.resume()
for d in [test, a]:
    d.setTime({'seconds': 627319920, 'nseconds': 0}) if d.isActive() else 0
