// Package machine holds dingshang_machine, as a resource, a data source and a list
// resource, and the data source dingshang_machines.
package machine
