"""Terraform expressions as plain data that tests compare.

Literals, lists and objects are Python's own. What only Terraform can work out has one of four shapes: `ref`,
`template`, `call`, and `expression` for everything else. White space, comments and trailing commas never count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias


@dataclass(frozen=True)
class Ref:
    """Something named: `aws_sqs_queue.events.arn`, `var.name`, `aws_subnet.a[*].id`."""

    text: str

    def __repr__(self) -> str:
        return f"ref({self.text!r})"


@dataclass(frozen=True)
class Template:
    """A string with interpolations or directives in it; the text between them is `str`."""

    parts: tuple[Form, ...]

    def __repr__(self) -> str:
        return f"template({', '.join(map(repr, self.parts))})"


@dataclass(frozen=True)
class Call:
    """A function called with arguments."""

    function: str
    arguments: tuple[Form, ...]

    def __repr__(self) -> str:
        return f"call({', '.join(map(repr, (self.function, *self.arguments)))})"


@dataclass(frozen=True)
class Expression:
    """An expression kept as text: operators, conditionals, `for`, the directives of a template."""

    text: str

    def __repr__(self) -> str:
        return f"expression({self.text!r})"


@dataclass(frozen=True)
class Quoted:
    """A string before it becomes a form: literal text, and the tokens of what stands between."""

    parts: list[Part]


Form: TypeAlias = "bool | int | float | str | list[Any] | dict[str, Any] | Ref | Template | Call | Expression | None"
Token: TypeAlias = "str | Quoted"
Part: TypeAlias = "str | list[Token]"


def ref(text: str) -> Ref:
    """The form of the reference `text`."""
    return Ref(canonical(text))


def template(*parts: Form) -> Template:
    """The form of a string made of `parts`."""
    return Template(parts)


def call(function: str, *arguments: Form) -> Call:
    """The form of `function(arguments...)`."""
    return Call(function, arguments)


def expression(text: str) -> Expression:
    """The form of any other expression; how `text` is spaced and broken into lines does not matter."""
    return Expression(canonical(text))


def canonical(text: str) -> str:
    """The one spelling of the expression `text`."""
    return _spell(_unwrap(_tokens(text)))


def parse(text: str) -> Form:
    """The form of an expression in Terraform's own syntax."""
    return _form(_tokens(text))


def parse_json(value: Any) -> Form:
    """The form of a value in Terraform's JSON syntax, where every string is a template."""
    if isinstance(value, dict):
        return {parse_json_key(key): parse_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [parse_json(item) for item in value]
    if isinstance(value, str):
        return _form(_normal([_raw(value)]))
    return value if value is None or isinstance(value, bool) else _number(value)


def parse_json_key(text: str) -> str:
    """The key of an object in Terraform's JSON syntax; a computed one is its expression in parentheses."""
    return _key(_normal(["{", _raw(text), "="])[1:-1])


def outline(text: str) -> str:
    """`text` at the same length, with plain strings, no comments, and no line breaks where they do not count."""
    scanner = _Scanner(text)
    pieces: list[str] = []
    brackets: list[bool] = []  # For each open bracket: whether line breaks in it do not count.
    while match := _TOKEN.match(text, scanner.at):
        sign = match.group()
        token = scanner.token(match)
        width = scanner.at - match.start()
        if isinstance(token, Quoted):
            pieces.append('"' + "x" * (width - 2) + '"')
        else:
            pieces.append(" " * width if match["skip"] or (sign == "\n" and any(brackets[-1:])) else sign)
        if sign in _OPEN:
            brackets.append(sign != "{" or re.match(r"\s*for\s+\w", text[scanner.at : scanner.at + 99]) is not None)
        elif sign in _CLOSE and brackets:
            brackets.pop()
    return "".join(pieces)


def references(form: Form) -> set[str]:
    """Every reference in `form`: also in expressions, indices and computed keys, but not the variables of a `for`."""
    if isinstance(form, Ref | Expression):
        return _references_among(_tokens(form.text))
    if isinstance(form, dict):
        computed = (_references_among(_tokens(key)) for key in form if key.startswith("("))
        return set().union(*computed, *map(references, form.values()))
    if isinstance(form, Template):
        directives = [_tokens(part.text) for part in form.parts if isinstance(part, Expression)]
        return _without(set().union(*map(references, form.parts)), map(_loop_variables, directives))
    children = form if isinstance(form, list) else form.arguments if isinstance(form, Call) else ()
    return set().union(*map(references, children))


# --- Scanning: names, numbers and signs become `str`, strings become `Quoted`. ---

_NAME = r"[^\W\d][\w-]*"
_TOKEN = re.compile(
    r"(?P<skip>[ \t\r]+|#[^\n]*|//[^\n]*|/\*.*?(?:\*/|\Z))"
    rf"|(?P<heredoc><<(?P<flush>-?)(?P<marker>{_NAME})[ \t\r]*\n)"
    rf"|{_NAME}|[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
    r"|=>|==|!=|<=|>=|&&|\|\||\.\.\.|::|%\{|.",
    re.DOTALL,
)
_TEMPLATE = r"(?P<escaped>\$\$(?=\{)|%%(?=\{))|(?P<open>[$%]\{~?)"
_RAW_PIECE = re.compile(_TEMPLATE + r"|[^$%]+|.", re.DOTALL)
_QUOTED_PIECE = re.compile(
    _TEMPLATE + r'|(?P<end>")|\\(?P<escape>u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[nrt"\\])|[^"\\$%]+|.', re.DOTALL
)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


class _Scanner:
    """Cuts text into tokens. It accepts anything: what is not Terraform comes out as signs."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def tokens(self, *, nested: bool = False) -> list[Token]:
        """The tokens up to the end, or, if nested, up to the brace that closes an interpolation."""
        found: list[Token] = []
        depth = 0
        while match := _TOKEN.match(self.text, self.at):
            token = self.token(match)
            depth += (token in ("{", "%{")) - (token == "}")
            if nested and depth < 0:
                break
            found += [] if match["skip"] else [token]
        return found

    def token(self, match: re.Match[str]) -> Token:
        """The token that `match` begins."""
        self.at = match.end()
        if match["heredoc"]:
            return self.heredoc(match)
        return Quoted(self.parts(_QUOTED_PIECE)) if match.group() == '"' else match.group()

    def heredoc(self, opening: re.Match[str]) -> Quoted:
        """The heredoc that follows its first line."""
        end = re.compile(rf"^[ \t]*{opening['marker']}[ \t\r]*$", re.MULTILINE).search(self.text, self.at)
        start, self.at = self.at, end.end() if end else len(self.text)
        return _raw(self.text[start : end.start() if end else None], flush=bool(opening["flush"]))

    def parts(self, pieces: re.Pattern[str], *, flush: bool = False) -> list[Part]:
        """The parts of a template, up to its closing quote or the end."""
        parts: list[Part] = []
        strip = False
        while match := pieces.match(self.text, self.at):
            self.at = match.end()
            kind, piece = match.lastgroup, match.group()
            if kind == "end":
                break
            if kind == "open":
                if piece.endswith("~") and parts and isinstance(parts[-1], str):
                    parts[-1] = re.sub(r"[^\S\n]*\n\Z|[^\S\n]+\Z", "", parts[-1])
                inside = self.tokens(nested=True)
                strip = inside[-1:] == ["~"]
                tokens = _normal(inside[:-1] if strip else inside)
                parts.append(tokens if piece[0] == "$" else ["%{", *tokens, "}"])
                continue
            text = _unescape(match["escape"]) if kind == "escape" else piece[0] if kind == "escaped" else piece
            parts.append(re.sub(r"\A[^\S\n]*\n?", "", text) if strip else text)
            strip = False
        joined = _join(parts)
        return _tidy(_dedent(joined) if flush else joined)


def _tokens(text: str) -> list[Token]:
    return _normal(_Scanner(text).tokens())


def _raw(text: str, *, flush: bool = False) -> Quoted:
    """A template without quotes and backslash escapes: of a heredoc or of JSON."""
    return Quoted(_Scanner(text).parts(_RAW_PIECE, flush=flush))


def _unescape(code: str) -> str:
    if code in _ESCAPES:
        return _ESCAPES[code]
    point = int(code[1:], 16)
    return "\ufffd" if 0xD800 <= point < 0xE000 or point > 0x10FFFF else chr(point)


def _join(parts: Iterable[Part]) -> list[Part]:
    """Neighbouring texts as one, empty ones left out; all in the composed form of Unicode that Terraform keeps."""
    joined: list[Part] = []
    for part in parts:
        if not part:
            continue
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    return [unicodedata.normalize("NFC", part) if isinstance(part, str) else part for part in joined]


def _dedent(parts: list[Part]) -> list[Part]:
    """Takes away the indentation that the lines of a `<<-` heredoc share; blank lines do not count."""
    lines: list[list[Part]] = [[]]
    for part in parts:
        for piece in re.findall(r"[^\n]*\n|[^\n]+", part) if isinstance(part, str) else [part]:
            lines[-1].append(piece)
            if isinstance(piece, str) and piece.endswith("\n"):
                lines.append([])
    filled = [line for line in lines if line and not (isinstance(line[0], str) and re.fullmatch(r"\s*\n", line[0]))]
    starts = [line[0] if isinstance(line[0], str) else "" for line in filled]
    indent = min((len(start) - len(start.lstrip()) for start in starts), default=0)
    for line in filled:
        line[0] = line[0][indent:]
    return _join(part for line in lines for part in line)


def _tidy(parts: list[Part]) -> list[Part]:
    """The parts with every `%{ if }` as the conditional it is, and with what is known to be text as text."""
    parts = _conditionals(parts)
    return _join(piece for part in parts for piece in _flat(part)) if len(parts) > 1 else parts


def _conditionals(parts: list[Part]) -> list[Part]:
    """The parts with `%{ if a }b%{ else }c%{ endif }` as `${a ? "b" : "c"}`."""
    levels: list[list[Part]] = [[]]
    choices: list[list[Sequence[Token]]] = []
    for part in parts:
        word = part[1] if isinstance(part, list) and part[0] == "%{" else ""
        if word == "if":
            choices.append([part[2:-1]])
            levels.append([])
        elif word in ("else", "endif") and choices:
            choices[-1].append(_unquoted(Quoted(_tidy(_join(levels.pop()))), key=False))
            if word == "else":
                levels.append([])
            else:
                condition, then, otherwise, *_ = [*choices.pop(), [Quoted([])]]
                levels[-1].append(_text_arms([*condition, "?", *then, ":", *otherwise]))
        else:
            levels[-1].append(part)
    return parts if choices else levels[0]


def _flat(part: Part) -> list[Part]:
    """An interpolated string or constant as what it adds to the template around it; anything else as it is."""
    if isinstance(part, str) or part[0] == "%{":
        return [part]
    if len(part) == 1 and isinstance(part[0], Quoted):
        return part[0].parts
    return [str(part[0])] if len(part) == 1 and _is_constant(part[0]) else [_text_arms(part)]


def _text_arms(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of an interpolation; a constant that a conditional yields there is text."""
    arms = list(tokens)
    outer = [*_outer(tokens), (0, ":")]
    for (_, before), (at, token), (_, after) in zip(outer, outer[1:], outer[2:], strict=False):
        if before in ("?", ":") and after == ":" and _is_constant(token):
            arms[at] = Quoted([str(token)])
    return arms


# --- Normalising and spelling. ---

_OPEN = ("(", "[", "{", "%{")
_CLOSE = (")", "]", "}")
_KEYWORDS = ("for", "in", "if", "else", "endif", "endfor")
_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


def _normal(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without line breaks and trailing commas, with `=` and plain keys in objects, `[*]` and `[0]`."""
    done: list[Token] = []
    frames: list[int | None] = []  # For each open bracket: in an object where its current key starts, -1 in a value.
    for at, token in enumerate(tokens):
        frame = frames[-1] if frames else None
        if token in ("\n", ","):
            if (frame is not None or token == ",") and done and done[-1] not in (",", *_OPEN):
                done.append(",")
                frames[-1:] = [len(done)] if frame is not None else frames[-1:]
        elif isinstance(token, Quoted):
            done += _unquoted(token, key=frame == len(done))
        elif token in ("=", ":") and frame is not None and frame >= 0:
            done.append("=")
            frames[-1] = -1
        else:
            _append(done, token)
            if token in _OPEN:
                frames.append(len(done) if token == "{" and not _is_for(tokens, at + 1) else None)
            elif token in _CLOSE and frames:
                frames.pop()
    return done


def _is_for(tokens: Sequence[Token], at: int) -> bool:
    """Whether the tokens from here on open a `for` expression rather than an object with a key of that name."""
    while tokens[at : at + 1] == ["\n"]:
        at += 1
    return tokens[at : at + 1] == ["for"] and tokens[at + 1 : at + 2] not in (["="], [":"])


def _append(done: list[Token], token: str) -> None:
    """Adds a sign, name or number, in the modern spelling of splats and indices."""
    if token in _CLOSE and done[-1:] == [","]:
        done.pop()
    after_dot = done[-1:] == ["."]
    if after_dot and token == "*":
        done[-1] = "[*]"
    elif after_dot and _is_number(token):
        done[-1:] = [sign for index in token.split(".") for sign in ("[", index, "]")]
    elif token == "]" and done[-2:] == ["[", "*"]:
        done[-2:] = ["[*]"]
    else:
        done.append(token)


def _unquoted(token: Quoted, *, key: bool) -> Sequence[Token]:
    """What a string counts as: `"${x}"` is x, and the object key `"name"` is name."""
    only = token.parts[0] if len(token.parts) == 1 else ""
    if isinstance(only, list) and only[0] != "%{":
        return ["(", *only, ")"] if key else only
    return [only] if key and isinstance(only, str) and _is_name(only) and only != "for" else [token]


def _is_text(token: Token) -> bool:
    return isinstance(token, Quoted) and all(isinstance(part, str) for part in token.parts)


def _is_constant(token: Token) -> bool:
    return isinstance(token, str) and (_is_number(token) or token in _CONSTANTS)


def _is_name(token: Token) -> bool:
    return isinstance(token, str) and re.fullmatch(_NAME, token) is not None


def _is_number(token: Token) -> bool:
    return isinstance(token, str) and "0" <= token[:1] <= "9"


def _is_operand(token: Token) -> bool:
    return isinstance(token, Quoted) or _is_number(token) or _is_name(token)


def _ends_operand(token: Token) -> bool:
    return token in (*_CLOSE, "[*]") or (_is_operand(token) and token not in _KEYWORDS)


def _spell(tokens: Sequence[Token]) -> str:
    """The tokens as text, one space between neighbours where they would not be written together."""
    spelled = ""
    before: Token = ""
    unary = False
    for token in tokens:
        together = _touch(before, token) or (unary and (_is_operand(token) or token in ("-", "!", "(", "[", "{")))
        spelled += "" if together or not spelled else " "
        spelled += _quote(token) if isinstance(token, Quoted) else token
        unary = token in ("-", "!") and not _ends_operand(before)
        before = token
    return spelled


def _touch(before: Token, token: Token) -> bool:
    """Whether no space stands between two neighbours: around dots and brackets, and before commas."""
    if token in (",", ")", "]") or before in ("(", "[") or (before, token) == ("{", "}"):
        return True
    if before in (".", "::"):
        return _is_name(token)
    return token in (".", "...", "::", "[*]", "(", "[") and _ends_operand(before)


def _quote(token: Quoted) -> str:
    spelled = ""
    for part, after in pairwise([*token.parts, ""]):
        if isinstance(part, list):
            spelled += _spell(part) if part[0] == "%{" else "${" + _spell(part) + "}"
            continue
        for code, character in (("\\", "\\"), ('"', '"'), ("n", "\n"), ("r", "\r"), ("t", "\t")):
            part = part.replace(character, f"\\{code}")
        part = re.sub(r"([$%])(?=\{)", r"\1\1", part)
        spelled += re.sub(r"[$%]\Z", lambda sign: f"\\u{ord(sign[0]):04x}", part) if after else part
    return f'"{spelled}"'


# --- Forms. ---


def _form(tokens: Sequence[Token]) -> Form:
    """The form of an expression given by its normal tokens."""
    tokens = _unwrap(tokens)
    if len(tokens) == 1 and (isinstance(tokens[0], Quoted) or _is_constant(tokens[0])):
        return _literal(tokens[0])
    if len(tokens) == 2 and tokens[0] == "-" and _is_number(tokens[1]):
        return -_number(tokens[1])
    whole = len(tokens) - 1
    if tokens[:1] == ["["] and _closing(tokens, 0) == whole and not _is_for(tokens, 1):
        return [_form(item) for item in _split(tokens[1:-1])]
    if tokens[:1] == ["{"] and _closing(tokens, 0) == whole and not _is_for(tokens, 1):
        return dict(map(_item, _split(tokens[1:-1])))
    name = _function_name(tokens)
    if name and _closing(tokens, name) == whole and tokens[-2] != "...":
        return Call("".join(map(str, tokens[:name])), tuple(map(_form, _split(tokens[name + 1 : -1]))))
    if tokens and _is_name(tokens[0]) and _traversal_end(tokens, 0) == len(tokens):
        return Ref(_spell(tokens))
    return Expression(_spell(tokens))


def _literal(token: Token) -> Form:
    if isinstance(token, str):
        return _CONSTANTS[token] if token in _CONSTANTS else _number(token)
    if _is_text(token):
        return "".join(map(str, token.parts))
    return Template(tuple(map(_part, token.parts)))


def _part(part: Part) -> Form:
    if isinstance(part, str):
        return part
    return Expression(_spell(part)) if part[0] == "%{" else _form(part)


def _number(text: Any) -> int | float:
    """A number: whole ones are `int`, as long as every language can tell them apart."""
    value = float(text)
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _item(tokens: Sequence[Token]) -> tuple[str, Form]:
    """Key and value of one item of an object."""
    at = next((at for at, token in _outer(tokens) if token == "="), len(tokens))
    return _key(tokens[:at]), _form(tokens[at + 1 :])


def _key(tokens: Sequence[Token]) -> str:
    """An object's key: a name (dotted for providers), text or number as it is, anything else in parentheses."""
    if tokens and all(_is_name(token) if at % 2 == 0 else token == "." for at, token in enumerate(tokens)):
        return _spell(tokens)
    inner = _unwrap(tokens)
    if len(inner) == 1 and (_is_text(inner[0]) or _is_number(inner[0])):
        return str(_literal(inner[0]))
    return f"({_spell(inner)})"


def _unwrap(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens without the parentheses around all of them."""
    while tokens[:1] == ["("] and _closing(tokens, 0) == len(tokens) - 1:
        tokens = tokens[1:-1]
    return tokens


def _outer(tokens: Sequence[Token]) -> Iterable[tuple[int, Token]]:
    """The tokens outside of all brackets, with their indices; closing brackets count as outside."""
    depth = 0
    for at, token in enumerate(tokens):
        depth -= token in _CLOSE
        if depth <= 0:
            yield at, token
        depth += token in _OPEN


def _closing(tokens: Sequence[Token], at: int) -> int:
    """Where the bracket that opens at `at` closes; -1 if it does not."""
    return next((at + found for found, token in _outer(tokens[at:]) if token in _CLOSE), -1)


def _split(tokens: Sequence[Token]) -> list[Sequence[Token]]:
    """The tokens cut at their outer commas."""
    if not tokens:
        return []
    cuts = [-1, *(at for at, token in _outer(tokens) if token == ","), len(tokens)]
    return [tokens[start + 1 : end] for start, end in pairwise(cuts)]


def _function_name(tokens: Sequence[Token]) -> int:
    """Where the parenthesis of a function call stands that the tokens begin with; 0 if they do not."""
    at = 1
    while tokens[at : at + 1] == ["::"]:
        at += 2
    return at if tokens and _is_name(tokens[0]) and tokens[at : at + 1] == ["("] else 0


def _traversal_end(tokens: Sequence[Token], at: int) -> int:
    """Where the traversal ends that begins with the name at `at`."""
    at += 1
    while at < len(tokens):
        if tokens[at] == "." and _is_name("".join(map(str, tokens[at + 1 : at + 2]))):
            at += 2
        elif tokens[at] == "[*]":
            at += 1
        elif tokens[at] == "[" and _closing(tokens, at) > 0:
            at = _closing(tokens, at) + 1
        else:
            break
    return at


# --- References. ---


def _references_among(tokens: Sequence[Token]) -> set[str]:
    groups = list(_nested(tokens))
    return _without({text for group in groups for text in _traversals(group)}, map(_loop_variables, groups))


def _nested(tokens: Sequence[Token]) -> Iterable[Sequence[Token]]:
    """The tokens, and those inside of their strings."""
    yield tokens
    for token in tokens:
        for part in token.parts if isinstance(token, Quoted) else ():
            if isinstance(part, list):
                yield from _nested(part)


def _traversals(tokens: Sequence[Token]) -> Iterable[str]:
    """Every traversal that begins among the tokens: no functions, object keys or constants."""
    for at, token in enumerate(tokens):
        end = _traversal_end(tokens, at)
        after = tokens[end] if end < len(tokens) else ""
        named = _is_name(token) and token not in _KEYWORDS and token not in _CONSTANTS
        if named and (at == 0 or tokens[at - 1] not in (".", "::")) and after not in ("(", "::", "="):
            yield _spell(tokens[at:end])


def _loop_variables(tokens: Sequence[Token]) -> set[Token]:
    """The names that every `for ... in` among the tokens introduces."""
    found: set[Token] = set()
    for at, token in enumerate(tokens):
        if token == "for" and "in" in tokens[at:]:
            found.update(filter(_is_name, tokens[at + 1 : tokens.index("in", at)]))
    return found


def _without(texts: set[str], variables: Iterable[set[Token]]) -> set[str]:
    local = set().union(*variables)
    return {text for text in texts if re.split(r"[.\[]", text)[0] not in local}
