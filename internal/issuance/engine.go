package issuance

import (
	"context"
	"time"

	"terraform-provider-dingshang/internal/clock"
	"terraform-provider-dingshang/internal/dingshang"
)

// API is the part of the client that the engine calls.
type API interface {
	Machine(ctx context.Context, machineNo string) (dingshang.Machine, error)
	MachineNow(ctx context.Context, machineNo string) (dingshang.Machine, error)
	Catalog(ctx context.Context, machineNo string) (dingshang.Catalog, error)
	CatalogNow(ctx context.Context, machineNo string) (dingshang.Catalog, error)
	PickupCodes(ctx context.Context, machineNo, productID string) (dingshang.PickupCodeList, error)
	PickupCodesNow(ctx context.Context, machineNo, productID string) (dingshang.PickupCodeList, error)
	GeneratePickupCodes(ctx context.Context, r dingshang.GenerateRequest) error
	CancelPickupCode(ctx context.Context, machineNo, productID, id string) error
	CancelAllPickupCodes(ctx context.Context, machineNo string) error
}

// Engine works for one provider configuration, for the life of the process.
type Engine struct {
	client     API
	clock      clock.Clock
	settleTime time.Duration // how long codes are looked for after an unknown outcome

	process *process
}

// New returns an engine that looks for codes as long as settleTime.
func New(client API, now clock.Clock, settleTime time.Duration) *Engine {
	return &Engine{client: client, clock: now, settleTime: settleTime, process: newProcess()}
}

// Holding is what a resource has, from its state.
type Holding struct {
	Owner string // the resource's id
	Target
	Length  int64
	Codes   []Code
	Pending []Request
}

// products lists the products of the held codes and, unless the target is all products,
// the target's own.
func (h Holding) products() []string {
	products := productsOf(h.Codes)
	if !h.AllProducts() {
		products = append(products, h.ProductID)
	}
	return distinctIDs(products)
}

// GoneAt reports whether a refresh of this process found the machine missing, or the product.
func (e *Engine) GoneAt(t Target) bool { return e.process.isGone(t) }

// PendingAt reports whether a refresh of this process met a creation there that is still
// pending, and so may be tainted.
func (e *Engine) PendingAt(t Target) bool { return e.process.isPending(t) }

// Own records that the codes belong to the resource, and returns the ids of those that
// another resource of this process has too.
func (e *Engine) Own(machineNo string, codes []Code, owner string) (shared []string) {
	return e.process.own(machineNo, codes, owner)
}

// Rename records that the codes that were claimed for a resource belong to it under the
// id that it has got.
func (e *Engine) Rename(machineNo string, codes []Code, owner string) {
	e.process.give(machineNo, codes, owner)
}

// MachineGone reports whether the error says that the machine does not exist, and a
// second call confirms it.
func (e *Engine) MachineGone(ctx context.Context, machineNo string, err error) bool {
	if !dingshang.IsMachineGone(err) {
		return false
	}
	if e.process.isAbsent(machineNo) {
		return true
	}
	if _, err = e.client.MachineNow(ctx, machineNo); !dingshang.IsMachineGone(err) {
		return false
	}
	e.process.markAbsent(machineNo)
	return true
}
