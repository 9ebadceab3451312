# Behind the last event of the last secret there are none left.
looker.secretEventRegisterAny(None, 0, heard, 'filtered end')
last = watcher.secretDefineXML('<secret><uuid>99999999-2222-3333-4444-000000000002</uuid></secret>', 0)
last.undefine()


def ended(registration):
    return any(name == last.UUIDString() and details[0] == 1 for name, _, details in recorded.get(registration, []))


pump_until(lambda: ended('all secret LIFECYCLE') and ended('filtered end'))
print(json.dumps(recorded))
