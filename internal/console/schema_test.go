package console

import (
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// The queries are few, and an update must leave out what does not change, which
// generated inputs make hard. So they are written by hand, and a parser checks them and
// their variables here; a generator would be a second build step, and its runtime a
// dependency of the released provider.

func schema(t *testing.T) *ast.Schema {
	t.Helper()
	text, err := os.ReadFile("testdata/schema.graphql")
	if err != nil {
		t.Fatal(err)
	}
	s, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphql", Input: string(text)})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var everything = 1.5 // any position will do

// operations are all that the client sends, with the fullest variables it may send.
func operations(t *testing.T) map[*operation]any {
	t.Helper()
	machine, config, group := filled[MachineUpdate](), filled[ConfigUpdate](), int64(3)
	machine.Position = &Position{everything, everything}
	weekly := powerSchedule{PowerOn: "08:00:00", PowerOff: "22:00:00", Weekdays: []int{1, 1, 1, 1, 1, 0, 0}}
	byID := map[string]any{"machine_id": int64(7)}
	return map[*operation]any{
		&opSignin:              map[string]any{"input": "e30="},
		&opMachines:            map[string]any{"input": pageInput(1, &group)},
		&opMachine:             map[string]any{"id": int64(7)},
		&opUpdateMachine:       map[string]any{"id": int64(7), "input": machine},
		&opUpdateMachineConfig: map[string]any{"machine_id": int64(7), "input": config},
		&opSetPowerSchedule:    map[string]any{"machine_id": int64(7), "input": weekly},
		&opSchedulePowerOnce:   map[string]any{"machine_id": int64(7), "input": weekly},
		&opClearPowerSchedule:  byID,
		&opReboot:              byID,
		&opShutdown:            byID,
		&opClearMalfunction:    byID,
	}
}

func TestOperationsAreValid(t *testing.T) {
	s := schema(t)
	for op, values := range operations(t) {
		document, errs := gqlparser.LoadQueryWithRules(s, op.text, rules.NewDefaultRules())
		if errs != nil {
			t.Errorf("%s: %v", op.name, errs)
			continue
		}
		definition := document.Operations.ForName(op.name)
		if definition == nil {
			t.Errorf("no operation is called %s", op.name)
			continue
		}
		if isMutation := definition.Operation == ast.Mutation; isMutation != (op.mutation || op.name == opSignin.name) {
			t.Errorf("%s is a mutation: %v", op.name, isMutation)
		}
		if field, ok := definition.SelectionSet[0].(*ast.Field); !ok || field.Alias != op.name || len(definition.SelectionSet) != 1 {
			t.Errorf("%s asks for another field", op.name)
		}
		if _, err := validator.VariableValues(s, definition, wire(t, values)); err != nil {
			t.Errorf("%s: %v", op.name, err)
		}
	}
}

// wire is values as they travel.
func wire(t *testing.T, values any) map[string]any {
	t.Helper()
	raw, err := json.Marshal(values)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	decoder := json.NewDecoder(strings.NewReader(string(raw)))
	decoder.UseNumber()
	if err := decoder.Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

// filled has every field set.
func filled[T any]() T {
	var value T
	fields := reflect.ValueOf(&value).Elem()
	for i := range fields.NumField() {
		fields.Field(i).Set(reflect.New(fields.Field(i).Type().Elem()))
	}
	return value
}

// What the query asks for is what the structs hold, and what can be changed can be read.
func TestFieldsAgree(t *testing.T) {
	s := schema(t)
	for name, kind := range map[string]reflect.Type{
		"MachineObject":       reflect.TypeFor[Machine](),
		"MachineConfigObject": reflect.TypeFor[MachineConfig](),
		"MachineInput":        reflect.TypeFor[MachineUpdate](),
		"MachineConfigInput":  reflect.TypeFor[ConfigUpdate](),
		"MachinePage":         reflect.TypeFor[page](),
		"PowerScheduleInput":  reflect.TypeFor[powerSchedule](),
	} {
		var want []string
		for _, field := range s.Types[name].Fields {
			if !strings.HasPrefix(field.Name, "__") {
				want = append(want, field.Name)
			}
		}
		got := tags(kind)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s has %v, the struct %v", name, want, got)
		}
	}
	document, errs := gqlparser.LoadQueryWithRules(s, opMachine.text, rules.NewDefaultRules())
	if errs != nil {
		t.Fatal(errs)
	}
	asked := map[string]bool{}
	collect(document.Fragments.ForName("machineFields").SelectionSet, asked)
	want := append(tags(reflect.TypeFor[Machine]()), tags(reflect.TypeFor[MachineConfig]())...)
	slices.Sort(want)
	if got := slices.Sorted(maps.Keys(asked)); !slices.Equal(got, want) {
		t.Errorf("the query asks for %v, the structs have %v", got, want)
	}
}

func collect(set ast.SelectionSet, into map[string]bool) {
	for _, selection := range set {
		if field, ok := selection.(*ast.Field); ok {
			into[field.Name] = true
			collect(field.SelectionSet, into)
		}
	}
}

func tags(kind reflect.Type) []string {
	var names []string
	for i := range kind.NumField() {
		name, _, _ := strings.Cut(kind.Field(i).Tag.Get("json"), ",")
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Whatever the schema allows: a machine's secrets are nobody's business.
func TestSecretsAreNotAskedFor(t *testing.T) {
	for op := range operations(t) {
		for _, secret := range []string{"password", "app_key", "client_id"} {
			if strings.Contains(op.text, secret) {
				t.Errorf("%s asks for %s", op.name, secret)
			}
		}
	}
}
