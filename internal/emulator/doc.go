// Package emulator answers like the vendor's signed HTTP API for vending
// machines and its merchant console's GraphQL API, from memory.
//
// It stands in for the vendor in acceptance tests, in fault injection and in
// benchmarks, and runs by itself as a small program (cmd/emulator). Both APIs
// show one fleet of machines with products and pickup codes. The package checks
// credentials and signatures with code of its own, leaves out empty fields as
// the vendor does, and records every call so that a test can prove what was and
// what was not sent.
//
// A test usually needs three lines:
//
//	vendor := emulator.New(emulator.Config{})
//	url := vendor.Start(t)
//	vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Reset, Act: true})
//
// The package imports nothing of the API client it is tested with: code shared
// between the two would let one mistake pass on both sides.
package emulator
