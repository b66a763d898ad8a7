package machine_test

import (
	"fmt"

	"terraform-provider-dingshang/internal/acctest"
)

// sentTo are the inputs of all updates so far.
func sentTo(fixture *acctest.Fixture) []string {
	var inputs []string
	for _, call := range fixture.Emulator.CallsOf("console.updateMachine") {
		inputs = append(inputs, fmt.Sprint(call.Variables["input"]))
	}
	return inputs
}
