// Package pickupcode holds everything about pickup codes that Terraform sees: the
// resource, the data source, the ephemeral resource and the action.
//
// plan.go is the pure function behind every plan, and diagnostics.go words every
// diagnostic. How codes are generated without losing any is the subject of package
// issuance and its DESIGN.md.
package pickupcode
