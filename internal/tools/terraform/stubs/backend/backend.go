// Package backend stands in for each of Terraform's remote-state backends that is a module of its own. Those are
// not published, and tests have no use for them.
package backend

import "github.com/hashicorp/terraform/internal/backend"

// New is called where a configuration asks for the backend.
func New() backend.Backend {
	panic("this Terraform was built for tests, without this backend")
}
