// Package acctest is what acceptance tests begin with: the provider as Terraform finds
// it, and an emulated vendor for each test to work on alone.
package acctest
