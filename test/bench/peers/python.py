"""A peer of the benchmark: python3-libvirt, the C client behind its official binding."""

import json
import resource
import sys
import threading
import time

import libvirt


def prepare(connection, name):
    domains = connection.listAllDomains()
    names = [domain.name() for domain in domains]
    count = len(domains)
    return {
        'lookup': lambda call: len(connection.lookupByName(names[call % count]).name()),
        'info': lambda call: domains[call % count].info()[3],
        'list': lambda call: len(connection.listAllDomains()),
        'stats': lambda call: len(connection.getAllDomainStats()),
        'xml': lambda call: len(domains[call % count].XMLDesc()),
    }[name]


def perform(run, calls, concurrency):
    """Shares the calls among so many threads; gives the sum of what came back."""
    received = [0] * concurrency
    failures = []

    def work(thread):
        try:
            received[thread] = sum(map(run, range(thread, calls, concurrency)))
        except libvirt.libvirtError as error:
            failures.append(error)

    if concurrency == 1:
        work(0)
    else:
        threads = [threading.Thread(target=work, args=(thread,)) for thread in range(concurrency)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    if failures:
        raise failures[0]
    return sum(received)


def cpu_time():
    """The CPU time of this process, of its user and system parts together."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main():
    socket, file, name, calls, concurrency = sys.argv[1:]
    connection = libvirt.open(f'test+unix://{file}?socket={socket}')
    run = prepare(connection, name)
    perform(run, int(calls) // 2, int(concurrency))
    cpu, start = cpu_time(), time.perf_counter()
    received = perform(run, int(calls), int(concurrency))
    wall = time.perf_counter() - start
    cpu = cpu_time() - cpu
    print(json.dumps({'cpu': round(cpu * 1e6), 'wall': round(wall * 1e6), 'received': received}))
    connection.close()


main()
