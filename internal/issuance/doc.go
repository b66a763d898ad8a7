// Package issuance generates pickup codes, finds the ones a request made, adopts late
// ones, and cancels codes. It knows the API client and nothing of Terraform.
//
// The generating call is not idempotent, has no request id and returns nothing. But the
// client chooses the expiry to the second and the server stores it as sent, so a request
// carries an expiry of its own, its mark: a new code that carries it is the request's.
// Codes that never expire cannot be marked; strict.go has the rules for those.
//
// Read [Engine.Generate] first: it is the order of steps that loses no code and
// generates none twice. outcome.go names how a request can end.
package issuance
