package providerdata

import "sync"

// Claims counts the resources that plan to manage the same object: Terraform does not
// show a provider two resources at once.
type Claims struct {
	mu       sync.Mutex
	planned  map[string]int
	replaced map[string]int
}

// Release ends the claims of an object that is applied: in one process the same resource
// may be planned again, as by the runs of terraform test.
func (c *Claims) Release(object string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.planned, object)
	delete(c.replaced, object)
}

// Claim notes that a resource plans to manage the object, and reports whether another
// one does so too. New is a resource without state; replacing one whose state is of
// another object, for which Terraform plans a second time without state.
func (c *Claims) Claim(object string, isNew, replacing bool) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.planned == nil {
		c.planned, c.replaced = map[string]int{}, map[string]int{}
	}
	if isNew && c.replaced[object] > 0 {
		c.replaced[object]--
		return false
	}
	if replacing {
		c.replaced[object]++
	}
	c.planned[object]++
	return c.planned[object] > 1
}
