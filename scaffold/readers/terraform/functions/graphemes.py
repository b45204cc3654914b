"""Text in the units that people call characters: https://unicode.org/reports/tr29/.

The standard library has no segmentation. This follows the rules that matter in configurations: combining marks,
variation selectors, skin tones, joined emoji, flags, Hangul syllables, and a carriage return before its line feed.
"""

from __future__ import annotations

import unicodedata

_JOINER = "\u200d"


def clusters(text: str) -> list[str]:
    """The grapheme clusters of `text`, in order; joined they are `text`."""
    if text.isascii() and "\r" not in text:
        return list(text)
    result: list[str] = []
    for sign in text:
        if result and _continues(result[-1], sign):
            result[-1] += sign
        else:
            result.append(sign)
    return result


def _continues(cluster: str, sign: str) -> bool:
    last = cluster[-1]
    if last == "\r":
        return sign == "\n"
    if unicodedata.category(last) in ("Cc", "Zl", "Zp"):
        return False
    if sign == _JOINER or _extends(sign):
        return True
    if last == _JOINER:
        return _is_symbol(sign) and not _is_flag_half(sign) and _is_symbol(_base(cluster[:-1]))
    if _is_flag_half(sign):
        return len(cluster) == 1 and _is_flag_half(last)
    return _joins_hangul(last, sign)


def _extends(sign: str) -> bool:
    return unicodedata.category(sign) in ("Mn", "Me", "Mc") or "\U0001f3fb" <= sign <= "\U0001f3ff"


def _base(cluster: str) -> str:
    """The last sign of `cluster` that is no mark on another."""
    return next((sign for sign in reversed(cluster) if not _extends(sign)), "")


def _is_symbol(sign: str) -> bool:
    return sign != "" and unicodedata.category(sign) == "So"


def _is_flag_half(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"


def _joins_hangul(last: str, sign: str) -> bool:
    if "\u1100" <= last <= "\u115f":
        return "\u1100" <= sign <= "\u11a7" or "\uac00" <= sign <= "\ud7a3"
    if "\u1160" <= last <= "\u11a7" or "\uac00" <= last <= "\ud7a3":
        return "\u1160" <= sign <= "\u11ff"
    return "\u11a8" <= last <= "\u11ff" and "\u11a8" <= sign <= "\u11ff"
