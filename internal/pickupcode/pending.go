package pickupcode

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/issuance"
)

var requestAttributes = map[string]attr.Type{
	"expires_at":  types.StringType,
	"code_count":  types.Int64Type,
	"sent_at":     types.StringType,
	"confirmed":   types.BoolType,
	"ids_before":  types.ListType{ElemType: types.StringType},
	"altered_ids": types.ListType{ElemType: types.StringType},
}

var requestType = types.ObjectType{AttrTypes: requestAttributes}

// sentAtFormat is RFC 3339 with milliseconds, in UTC.
const sentAtFormat = "2006-01-02T15:04:05.000Z07:00"

// setPending records the requests whose outcome is not settled.
func (m *model) setPending(requests []issuance.Request) {
	if len(requests) == 0 {
		m.PendingRequests = types.ListNull(requestType)
		return
	}
	elements := make([]attr.Value, len(requests))
	for i, request := range requests {
		elements[i] = requestObject(request)
	}
	m.PendingRequests = types.ListValueMust(requestType, elements)
}

func requestObject(r issuance.Request) attr.Value {
	idsBefore, altered := types.ListNull(types.StringType), types.ListNull(types.StringType)
	if r.Unmarked || len(r.IDsBefore) > 0 {
		idsBefore = textList(r.IDsBefore)
	}
	if len(r.Altered) > 0 {
		altered = textList(r.Altered)
	}
	return types.ObjectValueMust(requestAttributes, map[string]attr.Value{
		"expires_at":  customtypes.InstantOf(r.ExpiresAt).StringValue,
		"code_count":  customtypes.Number(r.Count),
		"sent_at":     types.StringValue(r.SentAt.UTC().Format(sentAtFormat)),
		"confirmed":   types.BoolValue(r.Confirmed),
		"ids_before":  idsBefore,
		"altered_ids": altered,
	})
}

// pending returns the requests in state whose outcome is not settled.
func (m model) pending() []issuance.Request {
	var requests []issuance.Request
	for _, element := range m.PendingRequests.Elements() {
		object, ok := element.(basetypes.ObjectValue)
		if !ok {
			continue
		}
		attributes := object.Attributes()
		expiresAt, _ := attributes["expires_at"].(basetypes.StringValue)
		count, _ := attributes["code_count"].(basetypes.Int64Value)
		sentAt, _ := attributes["sent_at"].(basetypes.StringValue)
		confirmed, _ := attributes["confirmed"].(basetypes.BoolValue)
		idsBefore, _ := attributes["ids_before"].(basetypes.ListValue)
		altered, _ := attributes["altered_ids"].(basetypes.ListValue)
		request := issuance.Request{
			Target: m.target(), Count: count.ValueInt64(), Length: m.CodeLength.ValueInt64(),
			ExpiresAt: customtypes.NewInstant(expiresAt.ValueString()).Time(),
			Confirmed: confirmed.ValueBool(), IDsBefore: textsOf(idsBefore), Altered: textsOf(altered),
		}
		// A mark lies before the expiry that the resource asks for.
		request.Unmarked = request.ExpiresAt.IsZero() || request.ExpiresAt.Equal(m.ExpiredAt.Time())
		// A state that was edited by hand has the zero time here, which no code matches.
		request.SentAt, _ = time.Parse(time.RFC3339, sentAt.ValueString())
		requests = append(requests, request)
	}
	return requests
}
