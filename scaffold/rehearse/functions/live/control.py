"""What a rehearsal is asked and told, below `/_rehearsal/` and a word that only it knows."""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from scaffold.rehearse.functions.live.front import Answer, Environ, body_of
from scaffold.rehearse.functions.live.invoking import Live
from scaffold.rehearse.functions.live.processes import Known
from scaffold.rehearse.functions.live.watching import Watch

_PATIENCE = 30.0


class Control:
    """Answers these paths, below the word of the first who lets functions run: no function can be that.

    `functions` (POST: take up functions and begin; GET: those that are known), `hops` (`?since=`), `settle`
    (`?patience=`: answers once nothing is under way), `signer` (`?placeholder=`), `fire` (POST: a rule or schedule).
    """

    def __init__(self, live: Live, watch: Watch, fire: Any) -> None:
        self._live, self._watch, self._fire = live, watch, fire
        self._word = ""

    def reset(self) -> None:
        """Forget everything."""
        self._live.reset()

    def __call__(self, environ: Environ, path: str) -> Answer:
        """Answer a request."""
        word, _, path = path.partition("/")
        if not self._word and (environ.get("REQUEST_METHOD"), path) == ("POST", "functions"):
            self._word = word
        if not word or not secrets.compare_digest(word.encode(), self._word.encode()):
            return said({"message": "only the rehearsal itself is answered"}, "403 Forbidden")
        asked = {name: values[-1] for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
        try:
            match (environ.get("REQUEST_METHOD"), path.strip("/")):
                case ("POST", "functions"):
                    return self._begin(json.loads(body_of(environ)))
                case (_, "functions"):
                    return said({"functions": [vars(each) for each in self._live.functions]})
                case (_, "hops"):
                    return self._hops(int(asked.get("since", 0)))
                case (_, "settle"):
                    settled = self._live.journal.settled(float(asked.get("patience", _PATIENCE)), self._watch.waiting)
                    return said({"settled": settled, "last": self._live.journal.last})
                case (_, "signer"):
                    return self._signed(asked.get("placeholder", ""))
                case ("POST", "fire"):
                    return said(self._fire(json.loads(body_of(environ) or b"{}")))
        except (LookupError, ValueError, TypeError) as error:
            return said({"message": f"{type(error).__name__}: {error}"}, "400 Bad Request")
        return said({"message": "there is no such thing in a rehearsal"}, "404 Not Found")

    def _begin(self, document: Mapping[str, Any]) -> Answer:
        last = self._live.journal.last
        known = [Known(**{**each, "layers": tuple(each.get("layers", ()))}) for each in document["functions"]]
        self._live.know(known)
        self._watch.start()
        return said({"functions": len(known), "last": last})

    def _hops(self, since: int) -> Answer:
        return said({"hops": self._live.journal.since(since), "last": self._live.journal.last})

    def _signed(self, placeholder: str) -> Answer:
        for pair in self._live.journal.compared:
            for one, other in (pair, pair[::-1]):
                found = signature(placeholder, one, other) if placeholder else None
                if found is not None:
                    return said({"signature": found})
        return said({"message": "no function compared this with anything"}, "404 Not Found")


def signature(placeholder: str, mine: bytes, other: bytes) -> str | None:
    """What stands in `other` where the placeholder stands in `mine`, spelled as the placeholder is: as it is, or as the
    bytes that it is the hexadecimal or base64 form of."""
    before, found, after = mine.partition(placeholder.encode())
    if found and other.startswith(before) and other.endswith(after):
        return other[len(before) : len(other) - len(after)].decode("utf-8", "replace")
    forms: list[tuple[Any, Any]] = [
        (bytes.fromhex, bytes.hex),
        (lambda text: base64.b64decode(text, validate=True), lambda data: base64.b64encode(data).decode()),
    ]
    for taken, spelled in forms:
        try:
            if taken(placeholder) == mine:
                return str(spelled(other))
        except (ValueError, binascii.Error):
            continue
    return None


def said(document: Any, status: str = "200 OK") -> Answer:
    """An answer in JSON."""
    return status, [("Content-Type", "application/json")], json.dumps(document, default=str).encode()
