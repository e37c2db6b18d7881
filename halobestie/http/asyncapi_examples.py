"""One example for each kind of frame, as the very types that go over the wire."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from halobestie import events as e
from halobestie.domain import Presence
from halobestie.http import answers, frames

NOW: Final = datetime(2026, 1, 17, 14, 30, tzinfo=UTC)
LATER: Final = NOW + timedelta(minutes=3)

CUSTOMER: Final = "019bcc6d-0c40-7c3e-9a51-3f0e6f1d2a01"
MITRA: Final = "019bcc6d-0c40-7c3e-9a51-3f0e6f1d2a02"
REQUEST: Final = "019bcc6d-0c40-7c3e-9a51-3f0e6f1d2a03"
SESSION: Final = "019bcc6d-0c40-7c3e-9a51-3f0e6f1d2a04"

_MITRA_CARD: Final = e.MitraCard(MITRA, "Bestie Melati")
_CUSTOMER_CARD: Final = e.CustomerCard("Langit")
_CUSTOMER: Final = e.CustomerView(CUSTOMER, "Langit", False, None, None, NOW)
_FOR_CUSTOMER: Final = e.CustomerSession(
    SESSION, REQUEST, "pending_payment", _MITRA_CARD, NOW, None, None, None
)
_FOR_CUSTOMER_ACTIVE: Final = e.CustomerSession(
    SESSION, REQUEST, "active", _MITRA_CARD, NOW, NOW, None, None
)
_FOR_MITRA: Final = e.MitraSession(
    SESSION, REQUEST, "pending_payment", _CUSTOMER_CARD, NOW, None, None, None
)
_FOR_MITRA_ACTIVE: Final = e.MitraSession(
    SESSION, REQUEST, "active", _CUSTOMER_CARD, NOW, NOW, None, None
)
_OFFER: Final = e.OfferNew(REQUEST, _CUSTOMER_CARD, NOW, LATER)

_ALL: Final = (
    # from the phones
    frames.Auth("a-token-from-the-login"),
    frames.Heartbeat(),
    frames.RequestCreate(),
    frames.RequestCancel(REQUEST),
    frames.SessionEnd(SESSION),
    frames.PresenceSet(True),
    frames.OfferAccept(REQUEST),
    frames.OfferDecline(REQUEST),
    # replies
    answers.Done(),
    answers.RequestStands(REQUEST, LATER),
    answers.PresenceStands(True, NOW),
    answers.OfferWon(_FOR_MITRA),
    answers.Problem("offer_taken", "Another mitra was first.", False),
    # the beginning
    answers.Hello(answers.PROTOCOL, 15, NOW),
    answers.CustomerReady(
        _CUSTOMER,
        answers.WaitingRequest(REQUEST, "open", LATER),
        None,
        answers.AppState(anonymity_enabled=True, registration_required=False),
    ),
    answers.MitraReady(
        answers.MitraView(MITRA, "Bestie Melati", "+6281200000001", True),
        Presence(True, NOW, 3, 1),
        (_OFFER,),
        (_FOR_MITRA_ACTIVE,),
    ),
    # events
    e.RequestSearching(REQUEST, LATER),
    e.RequestAccepted(REQUEST, SESSION, _MITRA_CARD),
    e.RequestExpired(REQUEST, "no_mitra"),
    e.RequestCancelled(REQUEST, "customer"),
    e.CustomerSessionPendingPayment(_FOR_CUSTOMER),
    e.CustomerSessionStarted(_FOR_CUSTOMER_ACTIVE),
    e.SessionRerouted(_FOR_CUSTOMER_ACTIVE),
    e.SessionEnded(SESSION, "customer"),
    e.RegistrationRequired(),
    e.CustomerChanged(_CUSTOMER),
    e.CustomerSettingsChanged(15, True),
    e.PresenceChanged(True, NOW, "mitra", 3, 0),
    _OFFER,
    e.OfferWithdrawn(REQUEST, "taken"),
    e.MitraSessionPendingPayment(_FOR_MITRA),
    e.MitraSessionStarted(_FOR_MITRA_ACTIVE),
    e.SessionAssigned(_FOR_MITRA_ACTIVE),
    e.SessionReassigned(SESSION),
    e.MitraSettingsChanged(15),
)
EXAMPLES: Final[Mapping[type[Any], Any]] = MappingProxyType({type(one): one for one in _ALL})
