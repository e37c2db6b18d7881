"""What stands around the apps' pages: what may run on them, and what is shown in their place.

Nothing runs on a page but the app itself. Where Firebase signs people in, its own scripts and
frames may, too: those that its documentation and reCAPTCHA's name, and no more.
"""

from __future__ import annotations

import re
from typing import Final

from halobestie.identity.model import IdentityName, IdentityProvider

_HOST: Final = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_CAPTCHA: Final = ("https://www.google.com/recaptcha/", "https://www.gstatic.com/recaptcha/")
_CAPTCHA_FRAMES: Final = (
    "https://www.google.com/recaptcha/",
    "https://recaptcha.google.com/recaptcha/",
)
_ASKED: Final = (
    "https://identitytoolkit.googleapis.com",
    "https://securetoken.googleapis.com",
    "https://www.google.com/recaptcha/",
)
_LOADER: Final = "https://apis.google.com"
# The emulator signs in on loopback alone, and never in production; its port is anybody's choice.
_EMULATOR: Final = ("http://127.0.0.1:*", "http://localhost:*")

_NOT_BUILT: Final = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Halo Bestie · {app}</title>
<h1>Halo Bestie · {app}</h1>
<p>This app has not been built on this machine. With Node 20.19 or newer installed:</p>
<pre>make apps</pre>
<p>then reload. The server need not be started again.</p>
<p>API: <code>/v1</code>, <a href="/docs">its documentation</a>.</p>
<p><a href="/readyz">readyz</a> · <a href="/version">version</a></p>
</html>
"""


def not_built(app: str) -> str:
    """The page in the place of an app without a build; `app` is its folder's name."""
    return _NOT_BUILT.format(app=app)


def policy_of(identity: IdentityProvider, nonce: str) -> str:
    """The Content-Security-Policy of an app's page; `nonce` is for its style elements alone."""
    scripts, asked, frames = _for_signing_in(identity)
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *scripts)),
            f"style-src 'self' 'nonce-{nonce}'",
            "img-src 'self' data:",
            "font-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            " ".join(("connect-src 'self'", *asked)),
            *((" ".join(("frame-src", *frames)),) if frames else ()),
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


def _for_signing_in(
    identity: IdentityProvider,
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Scripts, addresses to ask and frames that the identity provider needs beside our own."""
    name: IdentityName = identity.name
    if name == "local":
        return (), (), ()
    domain = str((identity.web_config() or {}).get("authDomain", ""))
    own = (f"https://{domain}",) if _HOST.fullmatch(domain) else ()
    emulator = _EMULATOR if name == "emulator" else ()
    return (
        (_LOADER, *_CAPTCHA),
        (*_ASKED, *emulator),
        (*own, *_CAPTCHA_FRAMES, *emulator),
    )
