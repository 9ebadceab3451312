import random

architectures = """x86_64 i686 i386 aarch64 armv6l armv7l armv7b ppc64 ppc64le ppc ppcle ppcemb s390 s390x riscv32 riscv64
mips mipsel mips64 mips64el alpha cris ia64 lm32 m68k microblaze microblazeel openrisc parisc parisc64 sh4 sh4eb sparc
sparc64 unicore32 xtensa xtensaeb nope none X86_64 armv8""".split()
for arch in architectures + ['']:
    each('getCPUModelNames', c.getCPUModelNames, [arch, 0], [arch, 1])


def cpu(model, features=(), vendor=None, arch='x86_64', rest=''):
    vendor = '<vendor>%s</vendor>' % vendor if vendor else ''
    features = ''.join("<feature name='%s'/>" % name for name in features)
    return '<cpu><arch>%s</arch><model>%s</model>%s%s%s</cpu>' % (arch, model, vendor, features, rest)


def baseline(*cpus):
    for flags in [0, 1]:
        op('baselineCPU', c.baselineCPU, list(cpus), flags)


models = c.getCPUModelNames('x86_64')
for model in models:
    baseline(cpu(model))
    baseline(cpu(model, ['vmx', 'invtsc', 'monitor', 'intel-pt']))
for first in models:
    for second in models[::7]:
        baseline(cpu(first), cpu(second, ['avx512f', 'sse2', 'xsaves']))
chosen = random.Random(7)
names = ['sse2', 'avx', 'avx2', 'aes', 'vmx', 'svm', 'nx', 'lm', 'invtsc', 'monitor', 'intel-pt', 'hle', 'rtm', 'popcnt', 'cx16', 'smep']
for _ in range(300):
    cpus = [cpu(chosen.choice(models), chosen.sample(names, chosen.randrange(9)), chosen.choice([None, 'Intel', 'AMD', 'Hygon'])) for _ in range(chosen.randrange(1, 5))]
    baseline(*cpus)
baseline(cpu('486'), cpu('Opteron_G5'))
for wrong in ['', 'x', '<x/>', '<cpu/>', '<cpu><arch>x86_64</arch></cpu>', '<cpu><arch>x</arch></cpu>', "<cpu mode='custom'/>",
              cpu('nope'), cpu('kvm64', ['nope']), cpu('kvm64', ['']), cpu('kvm64', ['vmx', 'vmx']), cpu('kvm64', vendor='nope'),
              cpu('kvm64', rest='<feature/>'), cpu('kvm64', rest="<topology sockets='1' cores='2' threads='1'/>"),
              cpu('Penryn', vendor='AMD'), cpu('kvm64', arch='none')]:
    baseline(wrong)
    baseline(cpu('Penryn'), wrong)
for arch in architectures:
    for model in ['POWER8', 'cortex-a53', 'z14', 'nope', 'kvm64']:
        baseline(cpu(model, arch=arch))
    baseline(cpu('POWER8', vendor='IBM', arch=arch), cpu('POWER8', arch=arch))
    baseline(cpu('POWER8', arch=arch), cpu('POWER9', arch=arch))
    baseline(cpu('POWER8', vendor='Freescale', arch=arch), cpu('POWER9', arch=arch))
    baseline(cpu('POWERPC_e5500', vendor='x', arch=arch), cpu('POWER9', arch=arch))
    baseline(cpu('kvm64'), cpu('kvm64', arch=arch))
op('baselineCPU', c.baselineCPU, [cpu('kvm64')], 2)
op('baselineCPU', c.baselineCPU, [], 0)
