// Package machinepower switches machines on and off: the resource
// dingshang_machine_power_schedule.
package machinepower
