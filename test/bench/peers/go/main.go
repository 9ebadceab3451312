// A peer of the benchmark: github.com/digitalocean/go-libvirt.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/digitalocean/go-libvirt"
	"github.com/digitalocean/go-libvirt/socket/dialers"
)

// An operation makes one call and tells how much has come back.
type operation func(call int) (int, error)

func main() {
	if len(os.Args) != 6 {
		log.Fatal("usage: bench-go SOCKET XML-FILE OPERATION CALLS CONCURRENCY")
	}
	socket, file, name := os.Args[1], os.Args[2], os.Args[3]
	calls, concurrency := number(os.Args[4]), number(os.Args[5])

	connection := libvirt.NewWithDialer(dialers.NewLocal(dialers.WithSocket(socket)))
	check(connection.ConnectToURI(libvirt.ConnectURI("test://" + file)))
	domains, _, err := connection.ConnectListAllDomains(1, 0)
	check(err)

	run := prepare(connection, domains, name)
	perform(run, calls/2, concurrency)
	cpu, start := cpuTime(), time.Now()
	received := perform(run, calls, concurrency)
	wall := time.Since(start)
	report(cpuTime()-cpu, wall, received)
	check(connection.Disconnect())
}

func prepare(connection *libvirt.Libvirt, domains []libvirt.Domain, name string) operation {
	domainOf := func(call int) libvirt.Domain { return domains[call%len(domains)] }
	switch name {
	case "lookup":
		return func(call int) (int, error) {
			domain, err := connection.DomainLookupByName(domainOf(call).Name)
			return len(domain.Name), err
		}
	case "info":
		return func(call int) (int, error) {
			_, _, _, cpus, _, err := connection.DomainGetInfo(domainOf(call))
			return int(cpus), err
		}
	case "list":
		return func(int) (int, error) {
			list, _, err := connection.ConnectListAllDomains(1, 0)
			return len(list), err
		}
	case "stats":
		return func(int) (int, error) {
			records, err := connection.ConnectGetAllDomainStats(nil, 0, 0)
			return len(records), err
		}
	case "xml":
		return func(call int) (int, error) {
			xml, err := connection.DomainGetXMLDesc(domainOf(call), 0)
			return len(xml), err
		}
	}
	log.Fatalf("no operation is called %q", name)
	return nil
}

// Shares the calls among so many goroutines; returns the sum of what came back.
func perform(run operation, calls, concurrency int) int64 {
	var next, received int64
	var group sync.WaitGroup
	for i := 0; i < concurrency; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			for call := atomic.AddInt64(&next, 1); call <= int64(calls); call = atomic.AddInt64(&next, 1) {
				amount, err := run(int(call - 1))
				check(err)
				atomic.AddInt64(&received, int64(amount))
			}
		}()
	}
	group.Wait()
	return received
}

// The CPU time of this process, of its user and system parts together.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func report(cpu, wall time.Duration, received int64) {
	line, err := json.Marshal(map[string]int64{
		"cpu": cpu.Microseconds(), "wall": wall.Microseconds(), "received": received,
	})
	check(err)
	fmt.Println(string(line))
}

func number(text string) int {
	value, err := strconv.Atoi(text)
	check(err)
	return value
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
