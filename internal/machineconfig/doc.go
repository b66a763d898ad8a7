// Package machineconfig has the resource and the data source dingshang_machine_config.
package machineconfig
