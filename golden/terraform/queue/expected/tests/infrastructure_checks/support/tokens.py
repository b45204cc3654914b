"""Terraform expressions as tokens, whatever white space and comments there are.

Names, numbers and signs are `str`, strings are `Quoted`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias


@dataclass(frozen=True)
class Quoted:
    """A string: its literal text, and the tokens of the interpolations between."""

    parts: list[Part]


Token: TypeAlias = "str | Quoted"
Part: TypeAlias = "str | list[Token]"

OPEN = ("(", "[", "{", "%{")
CLOSE = (")", "]", "}")
KEYWORDS = ("for", "in", "if", "else", "endif", "endfor")
CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}

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
    _TEMPLATE
    + r'|(?P<end>")|\\(?P<escape>u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[nrt"\\])|[^"\\$%]+|.',
    re.DOTALL,
)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


def canonical(text: str) -> str:
    """The one spelling of the expression `text`."""
    return spell(unwrap(tokenize(text)))


def outline(text: str) -> str:
    """`text` without what python-hcl2 need not see and does not always understand.

    That is the inside of strings, comments, line breaks that do not count, namespaces
    of functions, and letters beyond ASCII. Every character left keeps its place.
    """
    scanner = _Scanner(text)
    pieces: list[str] = []
    brackets: list[
        bool
    ] = []  # For each open bracket: whether line breaks in it do not count.
    while match := _TOKEN.match(text, scanner.at):
        sign = match.group()
        token = scanner.token(match)
        width = scanner.at - match.start()
        if isinstance(token, Quoted):
            pieces.append('"' + "x" * (width - 2) + '"')
        else:
            blank = match["skip"] or (sign == "\n" and any(brackets[-1:]))
            plain = sign if sign.isascii() and sign != "::" else "x" * width
            pieces.append(" " * width if blank else plain)
        if sign in OPEN:
            brackets.append(
                sign != "{"
                or re.match(r"\s*for\s+\w", text[scanner.at : scanner.at + 99])
                is not None
            )
        elif sign in CLOSE and brackets:
            brackets.pop()
    return "".join(pieces)


class _Scanner:
    """Cuts text into tokens; anything that is not Terraform comes out as signs."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def tokens(self, *, nested: bool = False) -> list[Token]:
        """The tokens up to the end, or (nested) to the end of an interpolation."""
        found: list[Token] = []
        depth = 0
        while match := _TOKEN.match(self.text, self.at):
            token = self.token(match)
            depth += (token in ("{", "%{")) - (token == "}")
            if nested and depth < 0:
                break
            found += [] if match["skip"] else [token]
        return found + ["}"] * depth if nested else found

    def token(self, match: re.Match[str]) -> Token:
        """The token that `match` begins."""
        self.at = match.end()
        if match["heredoc"]:
            return self.heredoc(match)
        return (
            Quoted(self.parts(_QUOTED_PIECE)) if match.group() == '"' else match.group()
        )

    def heredoc(self, opening: re.Match[str]) -> Quoted:
        """The heredoc that follows its first line."""
        end = re.compile(rf"^[ \t]*{opening['marker']}[ \t\r]*$", re.MULTILINE).search(
            self.text, self.at
        )
        start, self.at = self.at, end.end() if end else len(self.text)
        return raw_template(
            self.text[start : end.start() if end else None],
            flush=bool(opening["flush"]),
        )

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
                tokens = normal(inside[:-1] if strip else inside)
                parts.append(tokens if piece[0] == "$" else ["%{", *tokens, "}"])
                continue
            text = (
                _unescape(match["escape"])
                if kind == "escape"
                else piece[0]
                if kind == "escaped"
                else piece
            )
            parts.append(re.sub(r"\A[^\S\n]*\n?", "", text) if strip else text)
            strip = False
        joined = _join(parts)
        return _tidy(_dedent(joined) if flush else joined)


def tokenize(text: str) -> list[Token]:
    """The normal tokens of the expression `text`."""
    return normal(_Scanner(text).tokens())


def raw_template(text: str, *, flush: bool = False) -> Quoted:
    """A template without quotes and backslash escapes: of a heredoc or of JSON."""
    return Quoted(_Scanner(text).parts(_RAW_PIECE, flush=flush))


def _unescape(code: str) -> str:
    if code in _ESCAPES:
        return _ESCAPES[code]
    point = int(code[1:], 16)
    return "\ufffd" if 0xD800 <= point < 0xE000 or point > 0x10FFFF else chr(point)


def _join(parts: Iterable[Part]) -> list[Part]:
    """Neighbouring texts as one, in the composed form of Unicode, as Terraform does."""
    joined: list[Part] = []
    for part in parts:
        if not part:
            continue
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    return [
        unicodedata.normalize("NFC", part) if isinstance(part, str) else part
        for part in joined
    ]


def _dedent(parts: list[Part]) -> list[Part]:
    """Takes away the indentation that the lines of a `<<-` heredoc share."""
    lines: list[list[Part]] = [[]]
    for part in parts:
        for piece in (
            re.findall(r"[^\n]*\n|[^\n]+", part) if isinstance(part, str) else [part]
        ):
            lines[-1].append(piece)
            if isinstance(piece, str) and piece.endswith("\n"):
                lines.append([])
    filled = [
        line
        for line in lines
        if line and not (isinstance(line[0], str) and re.fullmatch(r"\s*\n", line[0]))
    ]
    starts = [line[0] if isinstance(line[0], str) else "" for line in filled]
    indent = min((len(start) - len(start.lstrip()) for start in starts), default=0)
    for line in filled:
        line[0] = line[0][indent:]
    return _join(part for line in lines for part in line)


def _tidy(parts: list[Part]) -> list[Part]:
    """The parts with `%{ if }` as the conditional it is, and what is known as text."""
    parts = _conditionals(parts)
    return (
        _join(piece for part in parts for piece in _flat(part))
        if len(parts) > 1
        else parts
    )


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
    """What an interpolated string or constant adds to the template around it."""
    if isinstance(part, str) or part[0] == "%{":
        return [part]
    if len(part) == 1 and isinstance(part[0], Quoted):
        return part[0].parts
    return (
        [str(part[0])]
        if len(part) == 1 and is_constant(part[0])
        else [_text_arms(part)]
    )


def _text_arms(tokens: Sequence[Token]) -> list[Token]:
    """An interpolation; a constant that a conditional yields there is text."""
    arms = list(tokens)
    around = [*outer(tokens), (0, ":")]
    for (_, before), (at, token), (_, after) in zip(
        around, around[1:], around[2:], strict=False
    ):
        if before in ("?", ":") and after == ":" and is_constant(token):
            arms[at] = Quoted([str(token)])
    return arms


# --- Normalising and spelling. ---


def normal(tokens: Sequence[Token]) -> list[Token]:
    """The tokens as they would be had everybody the same habits.

    No line breaks and trailing commas; in objects `=`, keys without quotes and in
    order; `[*]` for `.*`, `[0]` for `.0`, and x for `"${x}"`.
    """
    done: list[Token] = []
    # For each open bracket: in an object where the current key starts, -1 in a value.
    frames: list[int | None] = []
    starts: list[int] = []
    for at, token in enumerate(tokens):
        frame = frames[-1] if frames else None
        if token in ("\n", ","):
            if (
                (frame is not None or token == ",")
                and done
                and done[-1] not in (",", *OPEN)
            ):
                done.append(",")
                frames[-1:] = [len(done)] if frame is not None else frames[-1:]
        elif isinstance(token, Quoted):
            done += _unquoted(token, key=frame == len(done))
        elif token in ("=", ":") and frame is not None and frame >= 0:
            done.append("=")
            frames[-1] = -1
        else:
            if token == "}" and frame is not None:
                _sort_items(done, starts[-1])
            _append(done, token)
            if token in OPEN:
                frames.append(
                    len(done) if token == "{" and not is_for(tokens, at + 1) else None
                )
                starts.append(len(done))
            elif token in CLOSE and frames:
                frames.pop()
                starts.pop()
    return done


def _sort_items(done: list[Token], start: int) -> None:
    """Puts the items of an object in the order of their keys, which says nothing."""
    items: list[list[Token]] = [[]]
    depth = 0
    for token in done[start:]:
        depth += (token in OPEN) - (token in CLOSE)
        if token == "," and not depth:
            items.append([])
        else:
            items[-1].append(token)
    ordered = sorted(filter(None, items), key=spell)
    done[start:] = [token for item in ordered for token in (*item, ",")][:-1]


def is_for(tokens: Sequence[Token], at: int) -> bool:
    """Whether a `for` expression begins here, rather than an object with such a key."""
    while tokens[at : at + 1] == ["\n"]:
        at += 1
    return tokens[at : at + 1] == ["for"] and tokens[at + 1 : at + 2] not in (
        ["="],
        [":"],
    )


def _append(done: list[Token], token: str) -> None:
    """Adds a sign, name or number: `[*]` for `.*`, `[0]` for `.0`, 1.5 for 1.50."""
    if token in CLOSE and done[-1:] == [","]:
        done.pop()
    after_dot = done[-1:] == ["."]
    if after_dot and token == "*":
        done[-1] = "[*]"
    elif after_dot and is_number(token):
        done[-1:] = [sign for index in token.split(".") for sign in ("[", index, "]")]
    elif token == "]" and done[-2:] == ["[", "*"]:
        done[-2:] = ["[*]"]
    elif is_number(token):
        done.append(_plain_number(token))
    else:
        done.append(token)


def _plain_number(text: str) -> str:
    """A number without what says nothing: 1.5 for 1.50, 1000 for 1e3, 7 for 007."""
    value = float(text)
    if value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return re.sub(r"(\.\d*[1-9])0+$", r"\1", text)


def _unquoted(token: Quoted, *, key: bool) -> Sequence[Token]:
    """What a string counts as: `"${x}"` is x, and the object key `"name"` is name."""
    only = token.parts[0] if len(token.parts) == 1 else ""
    if isinstance(only, list) and only[0] != "%{":
        return ["(", *only, ")"] if key else only
    return (
        [only]
        if key and isinstance(only, str) and is_name(only) and only != "for"
        else [token]
    )


def is_text(token: Token) -> bool:
    """Whether this is a string without interpolations."""
    return isinstance(token, Quoted) and all(
        isinstance(part, str) for part in token.parts
    )


def is_constant(token: Token) -> bool:
    """Whether this is a number, true, false or null."""
    return isinstance(token, str) and (is_number(token) or token in CONSTANTS)


def is_name(token: Token) -> bool:
    """Whether this is an identifier (or a keyword)."""
    return isinstance(token, str) and re.fullmatch(_NAME, token) is not None


def is_number(token: Token) -> bool:
    """Whether this is a number (without a sign)."""
    return isinstance(token, str) and "0" <= token[:1] <= "9"


def _is_operand(token: Token) -> bool:
    return isinstance(token, Quoted) or is_number(token) or is_name(token)


def _ends_operand(token: Token) -> bool:
    return token in (*CLOSE, "[*]") or (_is_operand(token) and token not in KEYWORDS)


def spell(tokens: Sequence[Token]) -> str:
    """The tokens as text, with a space where people write one."""
    spelled = ""
    before: Token = ""
    unary = False
    for token in tokens:
        together = _touch(before, token) or (
            unary and (_is_operand(token) or token in ("-", "!", "(", "[", "{"))
        )
        spelled += "" if together or not spelled else " "
        spelled += _quote(token) if isinstance(token, Quoted) else token
        unary = token in ("-", "!") and not _ends_operand(before)
        before = token
    return spelled


def _touch(before: Token, token: Token) -> bool:
    """Whether neighbours have no space between them."""
    if (
        token in (",", ")", "]")
        or before in ("(", "[")
        or (before, token) == ("{", "}")
    ):
        return True
    if before in (".", "::"):
        return is_name(token)
    return token in (".", "...", "::", "[*]", "(", "[") and _ends_operand(before)


def _quote(token: Quoted) -> str:
    spelled = ""
    for part, after in pairwise([*token.parts, ""]):
        if isinstance(part, list):
            spelled += spell(part) if part[0] == "%{" else "${" + spell(part) + "}"
            continue
        for code, character in (
            ("\\", "\\"),
            ('"', '"'),
            ("n", "\n"),
            ("r", "\r"),
            ("t", "\t"),
        ):
            part = part.replace(character, f"\\{code}")
        part = re.sub(r"([$%])(?=\{)", r"\1\1", part)
        spelled += (
            re.sub(r"[$%]\Z", lambda sign: f"\\u{ord(sign[0]):04x}", part)
            if after
            else part
        )
    return f'"{spelled}"'


def unwrap(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens without the parentheses around all of them."""
    while tokens[:1] == ["("] and closing(tokens, 0) == len(tokens) - 1:
        tokens = tokens[1:-1]
    return tokens


def outer(tokens: Sequence[Token]) -> Iterable[tuple[int, Token]]:
    """The tokens outside of all brackets, and the closing ones, with their indices."""
    depth = 0
    for at, token in enumerate(tokens):
        depth -= token in CLOSE
        if depth <= 0:
            yield at, token
        depth += token in OPEN


def closing(tokens: Sequence[Token], at: int) -> int:
    """Where the bracket that opens at `at` closes; -1 if it does not."""
    return next(
        (at + found for found, token in outer(tokens[at:]) if token in CLOSE), -1
    )
