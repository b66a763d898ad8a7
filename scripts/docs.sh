#!/usr/bin/env bash
# Writes docs/ (generate), or checks that docs/ is up to date and valid (check).
#
# tfplugindocs would download a Terraform to learn the provider's schema. Here the schema comes from the one in CLI, which
# has to be 1.14 or later: older ones leave out actions, list resources and identity. Call it by `make docs`.
set -euo pipefail

usage() {
  echo "usage: $0 generate|check" >&2
  exit 2
}

[[ $# == 1 ]] || usage
mode=$1
[[ $mode == generate || $mode == check ]] || usage

cd "$(dirname "${BASH_SOURCE[0]}")/.."
: "${CLI:?}"
fresh=.tools/docs # tfplugindocs writes beneath the provider's directory only
work=$(mktemp -d "${TMPDIR:-/tmp}/dingshang-docs.XXXXXX")
trap 'rm -rf "$work" "$fresh"' EXIT

# quietly COMMAND...: shows what the command prints only if it fails.
quietly() {
  "$@" >"$work/log" 2>&1 || {
    cat "$work/log" >&2
    return 1
  }
}

# The name under which tfplugindocs looks for the provider in the schema.
address=registry.terraform.io/hashicorp/dingshang
folder=$work/mirror/$address/0.0.1/$(go env GOOS)_$(go env GOARCH)
mkdir -p "$folder" "$work/configuration"
go build -buildvcs=false -o "$folder/terraform-provider-dingshang_v0.0.1$(go env GOEXE)" .

cat >"$work/cli.tfrc" <<END
provider_installation {
  filesystem_mirror {
    path = "$work/mirror"
  }
}
END
cat >"$work/configuration/main.tf" <<END
terraform {
  required_providers {
    dingshang = {
      source = "$address"
    }
  }
}
END

(
  cd "$work/configuration"
  unset TF_DATA_DIR TF_WORKSPACE TF_CLI_ARGS TF_REATTACH_PROVIDERS
  export TF_CLI_CONFIG_FILE=$work/cli.tfrc CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1
  quietly "$CLI" init -input=false
  "$CLI" providers schema -json >"$work/schema.json"
)

tfplugindocs() {
  quietly go tool -modfile=internal/tools/docs/go.mod tfplugindocs "$@" --provider-name dingshang \
    --providers-schema "$work/schema.json"
}

if [[ $mode == generate ]]; then
  tfplugindocs generate
else
  tfplugindocs generate --rendered-website-dir "$fresh"
  if ! diff -r -u docs "$fresh"; then
    echo 'docs/ is not what the schemas, templates/ and examples/ give. Run "make docs" and commit the result.' >&2
    exit 1
  fi
fi
tfplugindocs validate
go run ./scripts/links
