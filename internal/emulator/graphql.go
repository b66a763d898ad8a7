package emulator

import (
	"bytes"
	"encoding/json"

	"github.com/graph-gophers/graphql-go"
)

// format is how an API writes what a fault answers.
type format struct {
	failure func(code int, message string) []byte
	success func(data string) []byte
}

var graphQLFormat = format{
	failure: func(_ int, message string) []byte { return graphQLError(message) },
	success: func(data string) []byte { return encodeJSON(map[string]any{"data": map[string]string{"_": data}}) },
}

// graphQLResult is written with its data even where that is null, as the vendor's library does.
type graphQLResult struct {
	Data   json.RawMessage `json:"data"`
	Errors any             `json:"errors,omitempty"`
}

// encodeResult also returns the first error's message, "ok" if there is none.
func encodeResult(result *graphql.Response) (body []byte, message string) {
	out := graphQLResult{Data: result.Data}
	if len(result.Errors) == 0 {
		return encodeJSON(out), "ok"
	}
	out.Errors = result.Errors
	return encodeJSON(out), result.Errors[0].Message
}

func graphQLError(message string) []byte {
	return encodeJSON(graphQLResult{Errors: []map[string]string{{"message": message}}})
}

func encodeJSON(value any) []byte {
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		panic(err) // made of what the schema allows
	}
	return body.Bytes()
}
