package dingshang

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// China is the zone of the vendor's times, GMT+8 all year.
var China = time.FixedZone("GMT+8", 8*60*60)

// PickupCode is a number that gets its holder a product for free. Listing shows only
// unused codes that have not expired.
type PickupCode struct {
	ID        string
	ProductID string
	Code      string    // 6 to 10 digits; money
	Status    string    // UNUSED, USED, EXPIRED, UNKNOWN
	Quantity  int64     // items that it dispenses; 0: left out
	CreatedAt string    // the server's text, in a zone that the vendor does not state
	ExpiresAt time.Time // zero: never
}

// PickupCodeList is what one listing shows of a product's live codes.
type PickupCodeList struct {
	Codes      []PickupCode // each id once, in the server's order
	Unreadable []UnreadableCode
}

// UnreadableCode is an element of a list that could not be read.
type UnreadableCode struct {
	ID        string // empty where that is unreadable too
	CreatedAt string // likewise
	Text      string // which element, and why, for people
}

// UnreadableTexts says which elements could not be read, for people.
func (l PickupCodeList) UnreadableTexts() []string {
	var texts []string
	for _, element := range l.Unreadable {
		texts = append(texts, element.Text)
	}
	return texts
}

// GenerateRequest asks for pickup codes on a machine: Count codes for ProductID, or
// codes for all products where ProductID is empty.
type GenerateRequest struct {
	MachineNo string
	ProductID string
	Count     int64
	Length    int64     // 6 to 10
	ExpiresAt time.Time // zero: never
	Quantity  int64     // 0: not sent
}

type wireCode struct {
	ID        text    `json:"id"`
	Code      text    `json:"code"`
	Status    text    `json:"status"`
	CreatedAt text    `json:"created_at"`
	ExpiredAt text    `json:"expired_at"`
	Quantity  integer `json:"quantity"`
}

// PickupCodes lists the product's live codes. Callers that ask at about the same time
// share an answer, never one from before a change that this client made.
func (c *Client) PickupCodes(ctx context.Context, machineNo, productID string) (PickupCodeList, error) {
	return c.codes.Get(ctx, codesKey(machineNo, productID), func(ctx context.Context) (PickupCodeList, error) {
		return c.listCodes(ctx, machineNo, productID)
	})
}

// PickupCodesNow lists the product's live codes by a call of its own.
func (c *Client) PickupCodesNow(ctx context.Context, machineNo, productID string) (PickupCodeList, error) {
	// What was shared until now is older than this answer.
	defer c.codes.Forget(codesKey(machineNo, productID))
	return c.listCodes(ctx, machineNo, productID)
}

func (c *Client) listCodes(ctx context.Context, machineNo, productID string) (PickupCodeList, error) {
	k := call{
		name: "products/{product_id}/pickup_code", path: "products/" + productID + "/pickup_code",
		params: map[string]string{"machine_no": machineNo}, signed: true,
	}
	return retry(ctx, c, k, func(data json.RawMessage) (PickupCodeList, error) { return decodeCodes(data, productID) })
}

// decodeCodes reads element by element, so that one that cannot be read does not hide
// the others.
func decodeCodes(data json.RawMessage, productID string) (PickupCodeList, error) {
	var elements []json.RawMessage
	if err := decodeData(data, &elements); err != nil {
		return PickupCodeList{}, err
	}
	list := PickupCodeList{Codes: make([]PickupCode, 0, len(elements))}
	seen := make(map[string]bool, len(elements))
	for i, element := range elements {
		code, err := decodeCode(element, productID)
		switch {
		case err != nil && code.ID != "":
			list.Unreadable = append(list.Unreadable, UnreadableCode{code.ID, code.CreatedAt, fmt.Sprintf("id %s (%s)", code.ID, err)})
		case err != nil:
			list.Unreadable = append(list.Unreadable, UnreadableCode{"", code.CreatedAt, fmt.Sprintf("element %d of product %s (%s)", i+1, productID, err)})
		case seen[code.ID]:
		// Documented never to be listed; were it, it would not be live.
		case code.Status == "USED" || code.Status == "EXPIRED":
		default:
			seen[code.ID] = true
			list.Codes = append(list.Codes, code)
		}
	}
	return list, nil
}

// decodeCode reads one element. With an error it returns the id and the time of creation
// alone, where they can be read.
func decodeCode(element json.RawMessage, productID string) (PickupCode, error) {
	var w wireCode
	if err := json.Unmarshal(element, &w); err != nil {
		var partial struct {
			ID        text `json:"id"`
			CreatedAt text `json:"created_at"`
		}
		if json.Unmarshal(element, &partial) != nil {
			partial.ID, partial.CreatedAt = "", ""
		}
		return PickupCode{ID: string(partial.ID), CreatedAt: string(partial.CreatedAt)}, errors.New("unexpected shape")
	}
	expires, err := parseVendorTime(string(w.ExpiredAt))
	switch {
	case w.ID == "":
		return PickupCode{CreatedAt: string(w.CreatedAt)}, errors.New("no id")
	case err != nil:
		return PickupCode{ID: string(w.ID), CreatedAt: string(w.CreatedAt)}, errors.New("expired_at is not a time")
	case w.Code == "":
		return PickupCode{ID: string(w.ID), CreatedAt: string(w.CreatedAt)}, errors.New("no code")
	}
	return PickupCode{
		ID: string(w.ID), ProductID: productID, Code: string(w.Code), Status: string(w.Status),
		Quantity: int64(w.Quantity), CreatedAt: string(w.CreatedAt), ExpiresAt: expires,
	}, nil
}

func parseVendorTime(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	return time.ParseInLocation(time.DateTime, s, China)
}

// GeneratePickupCodes asks for codes, once: the call is not idempotent and does not
// return what it made. It is sent again only while it is known not to have reached the
// application, until ctx ends; otherwise [OutcomeOf] the error is what is known.
func (c *Client) GeneratePickupCodes(ctx context.Context, r GenerateRequest) error {
	params := map[string]string{
		"method":      "pickup_code.product.all",
		"machine_no":  r.MachineNo,
		"code_length": strconv.FormatInt(r.Length, 10),
	}
	if r.ProductID != "" {
		params["method"] = "pickup_code.product.id"
		params["product_id"] = r.ProductID
		params["count"] = strconv.FormatInt(r.Count, 10)
	}
	if !r.ExpiresAt.IsZero() {
		params["expired_at"] = r.ExpiresAt.In(China).Format(time.DateTime)
	}
	if r.Quantity > 0 {
		params["quantity"] = strconv.FormatInt(r.Quantity, 10)
	}
	defer c.codes.Forget(codesKey(r.MachineNo, r.ProductID))
	return c.sendOnce(ctx, call{name: "pickup_codes", path: "pickup_codes", params: params, signed: true})
}

// CancelPickupCode cancels one code. Cancelling twice is harmless: the second
// call fails with an error that [IsRecordGone] knows.
func (c *Client) CancelPickupCode(ctx context.Context, machineNo, productID, id string) error {
	k := call{
		name: "pickup_codes", method: "PUT", path: "pickup_codes", signed: true,
		params: map[string]string{"method": "pickup_code.delete.id", "machine_no": machineNo, "id": id},
	}
	defer c.codes.Forget(codesKey(machineNo, productID))
	_, err := retry(ctx, c, k, func(json.RawMessage) (struct{}, error) { return struct{}{}, nil })
	return err
}

// CancelAllPickupCodes cancels every code of the machine in one call. Calling
// twice is harmless.
func (c *Client) CancelAllPickupCodes(ctx context.Context, machineNo string) error {
	k := call{
		name: "pickup_codes", method: "PUT", path: "pickup_codes", signed: true,
		params: map[string]string{"method": "pickup_code.delete.all", "machine_no": machineNo},
	}
	defer c.codes.Forget(codesKey(machineNo, ""))
	_, err := retry(ctx, c, k, func(json.RawMessage) (struct{}, error) { return struct{}{}, nil })
	return err
}

// codesKey of a machine alone is the prefix of all its products' keys.
func codesKey(machineNo, productID string) string {
	if productID == "" {
		return machineNo + "/"
	}
	return machineNo + "/" + productID
}
