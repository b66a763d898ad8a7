package providerdata

import "sync"

// Names are the names that resources of this configuration plan for machines. What is
// planned after such a resource must know the name that the apply will find.
type Names struct{ byMachine sync.Map }

// Plan records the planned name of a machine.
func (n *Names) Plan(machineNo, name string) { n.byMachine.Store(machineNo, name) }

// Planned returns the planned name of a machine. It is false where none is planned.
func (n *Names) Planned(machineNo string) (string, bool) {
	name, ok := n.byMachine.Load(machineNo)
	if !ok {
		return "", false
	}
	return name.(string), true //nolint:forcetypeassert // Plan stores nothing else.
}
