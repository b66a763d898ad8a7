// Package pickupcode holds everything about pickup codes: the resource that makes,
// scales and cancels them, and the data source and ephemeral resource that read them.
//
// The call that generates codes is not idempotent and does not return what it made.
// issue.go holds the order of steps that loses no code and makes none twice; claim.go
// decides which codes are ours; plan.go is the pure function behind every plan.
// DESIGN.md beside this file tells the whole story with a diagram.
package pickupcode
