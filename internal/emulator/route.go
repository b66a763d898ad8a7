package emulator

import (
	"slices"
	"strings"
)

// basePath precedes the path of every call.
const basePath = "/api/openapi/v1/"

// route is one kind of call. Names are what Call.Name, Fail, Before and After
// go by.
type route struct {
	name       string
	httpMethod string
	path       string // segments in braces are captured
	method     string // the vendor's method within the payload, if the call has one
	signed     bool
	handle     func(*Server, request) reply
}

var routes = []route{
	{"machines", "POST", "rent/machines", "", false, (*Server).listMachines},
	{"machine", "POST", "rent/machines/{machine_no}", "", false, (*Server).showMachine},
	{"products", "POST", "products", "", true, (*Server).listProducts},
	{"codes", "POST", "products/{product_id}/pickup_code", "", true, (*Server).listCodes},
	{"generate", "POST", "pickup_codes", "pickup_code.product.id", true, (*Server).generateForProduct},
	{"generate_all", "POST", "pickup_codes", "pickup_code.product.all", true, (*Server).generateForAll},
	{"cancel", "PUT", "pickup_codes", "pickup_code.delete.id", true, (*Server).cancelOne},
	{"cancel_all", "PUT", "pickup_codes", "pickup_code.delete.all", true, (*Server).cancelAll},
}

// CallNames returns the names of all calls of both APIs.
func CallNames() []string {
	var names []string
	for _, r := range routes {
		names = append(names, r.name)
	}
	for _, field := range slices.Concat(queries, mutations) {
		names = append(names, "console."+field)
	}
	return names
}

// routesOf finds what an HTTP method and path may mean: several routes when
// only the payload tells them apart. known reports whether the path exists, if
// perhaps under another HTTP method.
func routesOf(httpMethod, path string) (found []route, captured map[string]string, known bool) {
	rest, ok := strings.CutPrefix(path, basePath)
	if !ok {
		return nil, nil, false
	}
	for _, r := range routes {
		values, ok := match(r.path, rest)
		if !ok {
			continue
		}
		known = true
		if r.httpMethod == httpMethod {
			found = append(found, r)
			captured = values
		}
	}
	return found, captured, known
}

func match(pattern, path string) (map[string]string, bool) {
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return nil, false
	}
	captured := map[string]string{}
	for i, segment := range want {
		if name, ok := strings.CutPrefix(segment, "{"); ok && got[i] != "" {
			captured[strings.TrimSuffix(name, "}")] = got[i]
		} else if segment != got[i] {
			return nil, false
		}
	}
	return captured, true
}
