import tempfile
_op = op
directory = tempfile.TemporaryDirectory()
D = directory.name
def clean(t): return t.replace(D, 'DIR') if isinstance(t, str) else [clean(x) for x in t] if isinstance(t, list) else t
def op(label, f, *a, **k):
    try: _op(label, f, *a, **k)
    except (TypeError,LookupError) as e: results.append([label,0,'ok','TE'])
    results[-1]=clean(results[-1])
test=c.lookupByName('test')
a=c.defineXML(xml('a',1)); t=c.createXML(xml('t',3),0)
S=D+'/save'
op('save off', a.save, S)
op('save', test.save, S); op('state', test.state); op('img', c.saveImageGetXMLDesc, S, 0); op('img', c.saveImageGetXMLDesc, S, 1);op('img', c.saveImageGetXMLDesc, S, 2); op('ro', ro.saveImageGetXMLDesc, S, 0)
op('restore', c.restore, S); op('state', test.state); op('restore', c.restore, S); op('state', test.state)
op('restore', c.restore, D+'/nope'); op('img', c.saveImageGetXMLDesc, D+'/nope', 0)
for f in [1,2,4,8]: op('saveFlags', test.saveFlags, D+'/s%d'%f, None, f); op('state', test.state); op('restore', c.restoreFlags, D+'/s%d'%f, None, f); op('state', test.state)
op('saveFlags', test.saveFlags, S, xml('test'), 0); op('state', test.state)
op('save', test.saveFlags, S, None, 0); op('def', c.saveImageDefineXML, S, xml('test', 7), 0); op('img', c.saveImageGetXMLDesc, S, 0); op('def', c.saveImageDefineXML, S, xml('zz', 8), 0); op('def', c.saveImageDefineXML, S, 'nonsense', 0)
op('rf', c.restoreFlags, S, xml('test'), 0); op('rf', c.restoreFlags, S, None, 2); op('state', test.state); op('state', test.state)
op('t', t.save, D+'/t'); op('t', t.state); op('t', c.restore, D+'/t'); op('t', lambda: c.lookupByName('t').state()); op('p', lambda: c.lookupByName('t').isPersistent())
for d in [a, test]:
    for f in [1,2,4,8,0]:
        op('has', d.hasManagedSaveImage); op('ms %d'%f, d.managedSave, f); op('state', d.state); op('has', d.hasManagedSaveImage); op('undef', d.undefine) if f==0 and d is test else 0; op('rm', d.managedSaveRemove) if f!=0 else 0; op('create', d.create); op('state', d.state); op('has', d.hasManagedSaveImage)
    op('rm', d.managedSaveRemove, 1); op('rm', d.managedSaveRemove)
t=c.lookupByName('t'); op('tms', t.managedSave)
for f in [0,1,2,3,4,5,8,16]: op('dump %d'%f, test.coreDump, D+'/core', f); op('state', test.state); test.create() if not test.isActive() else 0; op('suspend', test.resume) if test.state()[0]==3 else 0
op('dump', a.coreDump, D+'/c', 0)
for f in range(7): op('fmt', test.coreDumpWithFormat, D+'/core', f, 0)
op('msx', test.managedSaveGetXMLDesc); op('dfx', test.managedSaveDefineXML, xml('test'), 0)
op('list', c.listAllDomains, 512, ordered=False)
kept = c.defineXML(xml('kept', 40)); kept.create(); kept.managedSave(0)
for bit in range(16): op('list', c.listAllDomains, 1 << bit, ordered=False)
