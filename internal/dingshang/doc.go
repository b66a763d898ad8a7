// Package dingshang is a client of the DingShang (鼎商) vending-machine OpenAPI.
//
// It knows HTTP, the signing of requests and the vendor's shapes, and nothing of
// Terraform. Reads and cancellations are repeated when the network or the server
// fails; generating pickup codes is sent once, because the call is not idempotent
// and does not return what it made. [Error.Outcome] tells what is known of such a
// call, so that the caller can decide how to look for its effect.
package dingshang
