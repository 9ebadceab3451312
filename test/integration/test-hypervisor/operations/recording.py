# Records the events of everything that the operations behind this do, as another client of the same host is told them.
libvirt.virEventRegisterDefaultImpl()
recorded = {}


def heard(connection, subject, *rest):
    *details, registration = rest
    name = subject.UUIDString() if isinstance(subject, libvirt.virSecret) else subject.name()
    number = subject.ID() if isinstance(subject, libvirt.virDomain) else None
    recorded.setdefault(registration, []).append([name, number, list(details)])


def secret_events(connection, who, secret=None):
    for name, number in (('LIFECYCLE', 0), ('VALUE_CHANGED', 1)):
        connection.secretEventRegisterAny(secret, number, heard, '%s secret %s' % (who, name))


def all_events(connection, who, domain=None, network=None, pool=None, device=None):
    families = [
        ('domain', connection.domainEventRegisterAny, 'VIR_DOMAIN_EVENT_ID_', domain),
        ('network', connection.networkEventRegisterAny, 'VIR_NETWORK_EVENT_ID_', network),
        ('pool', connection.storagePoolEventRegisterAny, 'VIR_STORAGE_POOL_EVENT_ID_', pool),
        ('device', connection.nodeDeviceEventRegisterAny, 'VIR_NODE_DEVICE_EVENT_ID_', device),
    ]
    for family, register, prefix, only in families:
        for name in sorted(name for name in dir(libvirt) if name.startswith(prefix) and not name.endswith('_LAST')):
            register(only, getattr(libvirt, name), heard, '%s %s %s' % (who, family, name[len(prefix):]))


def pump_until(condition):
    # a round lasts as long as it takes for something to come, and a timer of a minute ends a wait in vain
    deadline = []
    timer = libvirt.virEventAddTimeout(60000, lambda *ignored: deadline.append(True), None)
    while not condition():
        if deadline:
            raise RuntimeError('no event has come for a minute')
        libvirt.virEventRunDefaultImpl()
    libvirt.virEventRemoveTimeout(timer)
