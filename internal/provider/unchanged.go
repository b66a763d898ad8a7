package provider

import (
	"bytes"
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"terraform-provider-dingshang/internal/pickupcode"
)

// unchanged are the resources that can decide by themselves, by the names of their types,
// whether a plan that proposes nothing says nothing.
var unchanged = map[string]func(ctx context.Context, config, prior *tfprotov6.DynamicValue) bool{
	"dingshang_pickup_codes": pickupcode.Unchanged,
}

// planUnchanged is the plan of a resource that does not change; nil where the framework
// has to plan. In a fleet that is nearly every plan, and the framework writes every
// attribute of it back: half of a refresh's processor time.
func planUnchanged(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) *tfprotov6.PlanResourceChangeResponse {
	tell := unchanged[req.TypeName]
	if tell == nil || !proposesPrior(req) || req.PriorIdentity == nil || !tell(ctx, req.Config, req.PriorState) {
		return nil
	}
	return &tfprotov6.PlanResourceChangeResponse{
		PlannedState: req.ProposedNewState, PlannedPrivate: req.PriorPrivate, PlannedIdentity: req.PriorIdentity,
	}
}

func proposesPrior(req *tfprotov6.PlanResourceChangeRequest) bool {
	return req.PriorState != nil && req.ProposedNewState != nil && len(req.PriorState.MsgPack) > 0 &&
		bytes.Equal(req.PriorState.MsgPack, req.ProposedNewState.MsgPack)
}
