// Package dingshang is a client of the DingShang (鼎商) vending-machine OpenAPI.
//
// It knows the API's requests, responses and error codes, and nothing of Terraform.
// Reads and cancellations are retried when the network or the server fails.
// Generating pickup codes is sent once: the call is not idempotent and does not return
// the codes. [Error.Outcome] is what is known of such a call's effect.
package dingshang
