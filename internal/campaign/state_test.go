package campaign

import (
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"terraform-provider-dingshang/internal/acctest/core"
)

// heldCode is a code as a state holds it.
type heldCode struct {
	id, product, number, status string
	hidden                      bool // no number stored
}

func codesOf(o *object) []heldCode {
	if o == nil {
		return nil
	}
	var codes []heldCode
	for _, element := range elementsOf(attribute(o, "codes")) {
		a := core.Attributes(element)
		codes = append(codes, heldCode{textOf(a["id"]), textOf(a["product_id"]), textOf(a["code"]), textOf(a["status"]), a["code"].IsNull()})
	}
	return codes
}

func attribute(o *object, name string) tftypes.Value { return core.Attributes(o.Value)[name] }

// textsOf reads a list of strings.
func textsOf(list tftypes.Value) []string {
	texts := []string{}
	for _, element := range elementsOf(list) {
		texts = append(texts, textOf(element))
	}
	return texts
}

// sentTimes is when the requests that are not settled were sent.
func sentTimes(o *object) []time.Time {
	var times []time.Time
	for _, request := range elementsOf(attribute(o, "pending_requests")) {
		at, err := time.Parse(time.RFC3339, textOf(core.Attributes(request)["sent_at"]))
		must(err)
		times = append(times, at)
	}
	return times
}
