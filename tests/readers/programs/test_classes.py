"""Classes of the program that extend those of the platform, and what TypeScript adds to classes."""

from __future__ import annotations

from scaffold.model.values import Reference

START = 'import { Thing, stage } from "things";\n'


def test_a_class_extends_one_of_the_platform(evaluate):
    run = evaluate(
        f"""{START}
        class Base extends Thing {{
            readonly kind = "base";
            constructor(name: string, protected args: any) {{
                super(`base-${{name}}`, args);
                new Thing(`${{name}}-${{this.args.n}}-${{this.kind}}`, {{ urn: this.urn }});
            }}
        }}
        class Own extends Base {{
            readonly late = this.kind + this.args.n;
            constructor(name: string) {{ super(name, {{ n: 1 }}); }}
        }}
        const own = new Own("x");
        export const found = [own.late, own.urn, own instanceof Thing, own instanceof Base];
        """,
        {"stage": "dev"},
    )
    assert run.failure == ""
    assert [(made.name, made.inputs) for made in run.made] == [
        ("base-x", {"n": 1}),
        ("x-1-base", {"urn": Reference("module.own", ("urn",))}),
    ]
    assert run.frozen["found"][0] == "base1"
    assert run.frozen["found"][1] == Reference("module.own", ("urn",))
    assert run.frozen["found"][3] is True


def test_parameter_properties_are_set_before_fields(evaluate):
    run = evaluate(
        """class A { b = this.a * 2; constructor(private readonly a: number, public c = 5) {} }
        const found = new A(4); export { found };"""
    )
    assert run.frozen == {"found": {"a": 4, "c": 5, "b": 8}}


def test_a_field_without_a_value_hides_nothing_in_typescript(evaluate):
    text = f"{START}class A extends Thing {{ urn; constructor() {{ super('a') }} }} export const found = [new A().urn];"
    assert evaluate(text).frozen["found"] == (Reference("module.own", ("urn",)),)
    assert evaluate(text, entry="index.js").frozen["found"] == (None,)


def test_a_class_can_be_constructed_from_outside(evaluate):
    run = evaluate(f"{START}export class A {{ url: any; constructor(n: string) {{ this.url = new Thing(n).arn }} }}")
    machine = run.evaluator
    kind = run.exports.entries["A"]
    instance = machine.within(lambda: machine.construct(kind, ("made",)))
    assert (kind.name, kind.path, kind.base, kind.length) == ("A", "index.ts", None, 1)
    assert machine.freeze(machine.get(instance, "url")) == Reference("thing.made", ("arn",))


def test_enums_and_namespaces(evaluate):
    run = evaluate(
        """enum Size { Small, Large = 5, Huge }
        enum Name { A = "a" }
        namespace N { export const k = 2; export function f() { return k; } }
        export const found = [Size.Large, Size[6], Name.A, N.f()];"""
    )
    assert run.frozen == {"found": (5, "Huge", "a", 2)}


def test_what_a_getter_and_a_method_give_is_not_part_of_the_value(evaluate):
    run = evaluate("class A { x = 1; #p = 2; get y() { return 3 } f() { return this.#p } } export const a = new A();")
    assert run.frozen == {"a": {"x": 1}}
