"""Chat requests in the control center: list them, see why nobody came, cancel one that is stuck."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

import structlog

from halobestie.db.reports import Offer, RequestRecord, list_requests, read_request
from halobestie.domain import PairingMethod, RequestState
from halobestie.errors import Refusal
from halobestie.http.asked import ask
from halobestie.http.lists import Listing, Search, page_of
from halobestie.http.parties import Party
from halobestie.http.route import Call, Route
from halobestie.http.staff_gate import Caller
from halobestie.http.typed import Id
from halobestie.messages import DESK, CancelAsked

log = structlog.get_logger(__name__)


class RequestQuery(Search):
    """`q` is part of the name of the customer, or of the mitra who came."""

    sort: Literal["created_at", "closed_at", "expires_at", "state", "customer_name"] = "created_at"
    state: RequestState | None = None
    customer_id: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    """`session_id` and `mitra` are of the session that came of it, null when none did."""

    request_id: str
    state: RequestState
    reason: str | None
    pairing_method: PairingMethod
    customer: Party
    mitra: Party | None
    session_id: str | None
    created_at: datetime
    expires_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestDetailView(RequestView):
    """With the ledger: how the request stands, or ended, for each mitra it concerned."""

    offers: list[Offer]


async def list_(call: Call) -> Listing[RequestView]:
    page = page_of(call.query(RequestQuery))
    requests, total = await list_requests(call.services.database, page)
    return Listing([RequestView(**_shown(request)) for request in requests], total)


async def read(call: Call) -> RequestDetailView:
    found = await read_request(call.services.database, call.ids["request_id"])
    if found is None:
        raise Refusal("request_not_found")
    return RequestDetailView(**_shown(found.request), offers=found.offers)


async def cancel(call: Call) -> None:
    """The customer and whoever has the offer on the screen are told at once."""
    request_id, user_id = call.ids["request_id"], call.caller(Caller).user.user_id
    await ask(
        call,
        DESK,
        lambda reply_to: CancelAsked(request_id, None, "control_center", reply_to, user_id),
    )
    log.info("request_cancelled", request_id=request_id, by=user_id)


def _shown(request: RequestRecord) -> dict[str, Any]:
    """The fields of a RequestView."""
    mitra = request.mitra_id and Party(request.mitra_id, request.mitra_name or "")
    return {
        "request_id": request.request_id,
        "state": request.state,
        "reason": request.reason,
        "pairing_method": request.pairing_method,
        "customer": Party(request.customer_id, request.customer_name),
        "mitra": mitra or None,
        "session_id": request.session_id,
        "created_at": request.created_at,
        "expires_at": request.expires_at,
        "closed_at": request.closed_at,
    }


REQUESTS_ROUTES: Final = (
    Route(
        "GET",
        "/v1/requests",
        list_,
        "Chat requests",
        who="staff",
        query=RequestQuery,
        answers={200: Listing[RequestView]},
        tag="requests",
    ),
    Route(
        "GET",
        "/v1/requests/{request_id}",
        read,
        "One request, with the ledger of its offers",
        who="staff",
        answers={200: RequestDetailView},
        refusals=("request_not_found",),
        tag="requests",
    ),
    Route(
        "POST",
        "/v1/requests/{request_id}/cancel",
        cancel,
        "Cancel a request that is open",
        who="staff",
        refusals=("request_not_found", "request_closed"),
        tag="requests",
    ),
)
