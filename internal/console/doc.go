// Package console is a client of the GraphQL API behind the DingShang merchant console.
//
// It signs in with a user's e-mail address and password, reads the fleet page by page
// and changes machines. It knows GraphQL and the vendor's shapes, and nothing of
// Terraform. Machines are found by their number, for which the API has no query: so the
// fleet is read once and shared, and a machine that was changed is read alone.
package console
