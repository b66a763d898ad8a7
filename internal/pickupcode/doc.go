// Package pickupcode holds everything about pickup codes that Terraform sees: the
// resource, the data source, the ephemeral resource and the action.
//
// plan.go is the pure function behind every plan; diagnostics.go words every error and
// warnings.go every warning. How codes are generated without losing any is the subject
// of package issuance and its DESIGN.md.
package pickupcode
