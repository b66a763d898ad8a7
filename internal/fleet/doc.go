// Package fleet is what resources that manage a machine through the merchant console
// have in common.
//
// Such a resource manages a machine that exists: creating it adopts the machine,
// destroying it forgets the machine. An attribute that the configuration leaves out is
// not managed: it shows what the console has, and is never sent.
package fleet
