# A policy for a JSON plan, for Open Policy Agent or conftest. It adds up what the plan gives away beyond what is
# given away already, and refuses plans above a limit.
package main

import rego.v1

limit := 100

added[address] := value if {
	some change in codes
	address := change.address
	value := worth(change.change.after) - kept(change.change)
}

# What a change leaves in place is not given away again. A replacement cancels the old codes and gives new ones.
kept(change) := worth(change.before) if change.actions == ["update"]

kept(change) := 0 if change.actions != ["update"]

worth(object) := to_number(object.retail_value) if object.retail_value != null

worth(object) := 0 if object.retail_value == null

codes contains change if {
	some change in input.resource_changes
	change.type == "dingshang_pickup_codes"
	change.change.after != null
}

deny contains message if {
	total := sum([value | some value in added; value > 0])
	total > limit
	message := sprintf("This plan gives away goods worth %v more; the limit is %v.", [total, limit])
}

# The value of codes for all products is not known: a person has to approve it.
deny contains message if {
	some change in codes
	"create" in change.change.actions
	change.change.after.all_products
	message := sprintf("%s creates codes for all products of a machine.", [change.address])
}

# Without a known price there is nothing to add up.
deny contains message if {
	some change in codes
	change.change.actions != ["no-op"]
	not change.change.after.all_products
	not known(change.change)
	message := sprintf("The value of %s is not known.", [change.address])
}

known(change) if is_string(change.after.retail_value)
