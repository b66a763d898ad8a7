package apidiag

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"terraform-provider-dingshang/internal/acctest/golden"
	"terraform-provider-dingshang/internal/dingshang"
)

// listed is every code of the vendor's documentation, both generations.
var listed = []int{
	10008, 4000, 10014, 4001, 6020, 10013, 4009, 1000, 4006, 10009, 6017, 10010, 6018, 6023, 6039,
	4002, 6002, 6003, 6004, 6005, 6007, 6021, 6044, 10001, 4003, 400, 6029, 30001, 30003, 6026, 80002, 4004, 404,
	6045, 6038, 30002, 4008, 6025, 30004, 5001, 6006, 10023, 6031, 6030, 10025, 6033, 6032, 6035, 6046, 6056, 60002, 6047, 6015,
}

// What a user reads of every failure, in one file to review. Codes with the same advice
// are shown once.
func TestFailuresRead(t *testing.T) {
	var text strings.Builder
	show := func(about string, err error) {
		text.WriteString("## " + about + "\n\n" + Failure("read machine 16327138", err) + "\n\n")
	}
	var advice []string
	codes := map[string][]string{}
	first := map[string]*dingshang.Error{}
	for _, code := range listed {
		kind := dingshang.KindOf(code)
		if kind == dingshang.KindUnlisted {
			t.Errorf("code %d is not listed", code)
		}
		err := &dingshang.Error{Call: "call", Kind: kind, Code: code, Message: "message", HTTPStatus: 200}
		a := adviceFor(err)
		if first[a] == nil {
			advice, first[a] = append(advice, a), err
		}
		codes[a] = append(codes[a], strconv.Itoa(code))
	}
	for _, a := range advice {
		show("code "+strings.Join(codes[a], ", "), first[a])
	}
	show("code 4006, signed values with characters to encode",
		&dingshang.Error{Call: "call", Kind: dingshang.KindCredentials, Code: 4006, Message: "message", HTTPStatus: 200, OtherEncoding: "url"})
	show("an unlisted code", &dingshang.Error{Call: "call", Code: 12345, Message: "message", HTTPStatus: 200})
	show("code 0 with another message", &dingshang.Error{Call: "call", Message: "超出货道最大库存", HTTPStatus: 200})
	show("HTTP 401", &dingshang.Error{Call: "call", Kind: dingshang.KindCredentials, HTTPStatus: 401})
	show("HTTP 404", &dingshang.Error{Call: "call", Kind: dingshang.KindUnreadable, HTTPStatus: 404, Cause: errors.New("the response is not in the API's format")})
	show("HTTP 429", &dingshang.Error{Call: "call", Kind: dingshang.KindThrottled, HTTPStatus: 429})
	show("HTTP 429 with a code", &dingshang.Error{Call: "call", Kind: dingshang.KindThrottled, Code: 30003, HTTPStatus: 429})
	show("HTTP 502", &dingshang.Error{Call: "call", Kind: dingshang.KindUnreadable, HTTPStatus: 502})
	show("not reached", &dingshang.Error{Call: "call", Kind: dingshang.KindNotReached, Cause: errors.New("dial tcp: lookup host: no such host")})
	show("no answer", &dingshang.Error{Call: "call", Kind: dingshang.KindNoAnswer, Cause: errors.New("no complete answer within 30s")})
	show("interrupted before it was sent", &dingshang.Error{Call: "call", Kind: dingshang.KindNotReached, Cause: fmt.Errorf("interrupted: %w", context.Canceled)})
	show("interrupted", context.Canceled)
	show("out of time", context.DeadlineExceeded)
	golden.Check(t, "failures.golden", text.String())
}
