"""What SDK classes register, read off their constructors."""

import re

import pytest

from scaffold.model.values import Reference
from scaffold.readers.declarations import Input, NodeDeclarations

CLASS = """
export declare class Table extends pulumi.CustomResource {
    readonly arn: pulumi.Output<string>;
}
"""
BRIDGED = """
class Table extends pulumi.CustomResource {
    constructor(name, argsOrState, opts) {
        let resourceInputs = {};
        opts = opts || {};
        if (opts.id) {
            const state = argsOrState;
            resourceInputs["arn"] = state?.arn;
        }
        else {
            const args = argsOrState;
            if (args?.hashKey === undefined && !opts.urn) {
                throw new Error("Missing required property 'hashKey'");
            }
            resourceInputs["description"] = (args?.description) ?? "Managed by \\"us\\"";
            resourceInputs["hashKey"] = args?.hashKey;
            resourceInputs["old"] = (_a = (args ? args.older : undefined)) !== null && _a !== void 0 ? _a : 3;
            resourceInputs["password"] = args?.password ? pulumi.secret(args.password) : undefined;
            resourceInputs["limits"] = pulumi.output((args?.limits) ?? true).apply(JSON.stringify);
            resourceInputs["place"] = (args?.place) ?? (utilities.getEnv("A_PLACE", "B_PLACE") || "here");
            resourceInputs["rules"] = args ? pulumi.output(args.rules).apply(NESTED(rules)) : undefined;
            resourceInputs["apiVersion"] = "store/v1";
            resourceInputs["arn"] = undefined /*out*/;
        }
        opts = pulumi.mergeOptions(utilities.resourceOptsDefaults(), opts);
        super(Table.__pulumiType, name, resourceInputs, opts);
    }
}
"""
INPUT_SCRIPT = """
var other;
(function (other) {
    function rulesArgsProvideDefaults(val) {
        return {
            ...val,
            wrong: (val.wrong) ?? "wrong",
        };
    }
    other.rulesArgsProvideDefaults = rulesArgsProvideDefaults;
})(other = exports.other || (exports.other = {}));
var store;
(function (store) {
    function rulesArgsProvideDefaults(val) {
        return {
            ...val,
            action: (val.action) ?? "Allow",
            deeper: pulumi.output(val.deeper).apply(NESTED(deep)),
        };
    }
    store.rulesArgsProvideDefaults = rulesArgsProvideDefaults;
    function deepArgsProvideDefaults(val) {
        var _a, _b;
        return Object.assign(Object.assign({}, val), { depth: (_a = (val.d)) OR_a 1.5, n: (_b = val.n) OR_b "a, b" });
    }
    store.deepArgsProvideDefaults = deepArgsProvideDefaults;
})(store = exports.store || (exports.store = {}));
"""


def nested(script):
    """The script with the long lines that packages have."""
    script = re.sub(r"OR_(\w)", r"!== null && _\1 !== void 0 ? _\1 :", script)
    call = r"v => v === undefined ? undefined : inputs.store.\1ArgsProvideDefaults(v)"
    return re.sub(r"NESTED\((\w+)\)", call, script)


@pytest.fixture
def acme(tmp_path):
    folder = tmp_path / "node_modules" / "@pulumi" / "acme"
    (folder / "store").mkdir(parents=True)
    (folder / "types").mkdir()
    (folder / "package.json").write_text("{}")
    (folder / "store" / "table.d.ts").write_text(CLASS)
    return NodeDeclarations(tmp_path).package(tmp_path, "@pulumi/acme")


@pytest.fixture
def bridged(acme):
    (acme.folder / "store" / "table.js").write_text(nested(BRIDGED))
    (acme.folder / "types" / "input.js").write_text(nested(INPUT_SCRIPT))
    return acme.resource("store", "Table")


def test_a_constructor_says_what_it_registers(bridged):
    assert bridged.required == ("hashKey",)
    assert bridged.inputs == {
        "description": Input("description", 'Managed by "us"'),
        "hashKey": Input("hashKey"),
        "old": Input("older", 3),
        "password": Input("password", secret=True),
        "limits": Input("limits", True, document=True),
        "place": Input("place", "here", environment=("A_PLACE", "B_PLACE")),
        "rules": Input("rules", nested="store.rulesArgsProvideDefaults"),
        "apiVersion": Input("", "store/v1"),
    }


def test_arguments_as_a_class_registers_them(acme, bridged):
    arguments = {"hashKey": "id", "unknown": 1, "older": 4, "rules": {"deeper": {}}, "apiVersion": "mine"}
    assert acme.given(bridged, arguments) == {
        "description": 'Managed by "us"',
        "hashKey": "id",
        "old": 4,
        "limits": True,
        "place": "here",
        "rules": {"action": "Allow", "deeper": {"depth": 1.5, "n": "a, b"}},
        "apiVersion": "store/v1",
    }


def test_defaults_of_objects_that_are_not_known_stay_out(acme, bridged):
    rules = Reference("acme_thing.rules")
    assert acme.given(bridged, {"rules": rules, "description": None})["rules"] == rules


def test_a_constructor_written_otherwise_registers_what_it_is_given(acme):
    (acme.folder / "store" / "table.js").write_text("class Table { constructor(name) { super('x', name); } }")
    found = acme.resource("store", "Table")
    assert found.inputs is None
    assert acme.given(found, {"any": 1}) == {"any": 1}
