// Package product holds the data source of the products in a vending machine.
package product
