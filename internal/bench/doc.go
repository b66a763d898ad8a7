// Package bench measures what the provider costs: requests, time and memory.
//
// It holds tests only. TestRequests always runs, works within the process and asserts
// numbers of requests, which do not depend on the machine. TestBench runs with BENCH=1
// (`make bench`), uses the real CLI with a release build of the provider as well, and
// prints one table; times and sizes in it are told and never fail a test, since they
// depend on what else the machine does.
//
// .github/BENCHMARKS.md holds the results.
package bench
