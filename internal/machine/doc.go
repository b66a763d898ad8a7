// Package machine holds the data sources of vending machines: one, and the fleet.
package machine
