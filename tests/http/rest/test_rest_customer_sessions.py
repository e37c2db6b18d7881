"""GET /v1/customer/sessions: the history of an account, on any phone of its owner's."""

from __future__ import annotations

from datetime import timedelta

from halobestie.db.mitras import MitraAccount, create_mitra
from halobestie.db.nodes import Node, join
from halobestie.db.sessions import end_session, reroute_session, start_session
from halobestie.domain import Session
from halobestie.effects import EndSession, Reroute, StartSession
from halobestie.ids import uuid7
from halobestie.messages import SessionEnded, SessionRerouted, SessionStarted
from tests.db.given import a_claim, a_request, an_admin, decide, go_online
from tests.http.rest.kit import ADMIN, NOW, OTHER_PHONE, KnownMitra, Rest

PATH = "/v1/customer/sessions"


async def _id_of(rest: Rest, token: str) -> str:
    return str((await rest.call("GET", "/v1/customer/me", token=token)).body["customer"]["id"])


async def _paired(rest: Rest, customer_id: str, mitra_id: str, minutes: int) -> Session:
    """A session that was accepted and paid, `minutes` after the test's beginning."""
    node, at = await _node(rest), NOW + timedelta(minutes=minutes)
    request = await a_request(rest.db, node, customer_id, at)
    claim = a_claim(request.request_id, mitra_id, at)
    await decide(rest.db, node, claim)
    started = await start_session(rest.db, StartSession(claim.session_id, at))
    assert isinstance(started, SessionStarted)
    return started.session


async def _ended(rest: Rest, session: Session, minutes: int) -> None:
    at = NOW + timedelta(minutes=minutes)
    id_, customer_id = session.session_id, session.customer_id
    effect = EndSession(id_, customer_id, None, None, "customer", at, None)
    assert isinstance(await end_session(rest.db, effect), SessionEnded)


async def _node(rest: Rest) -> Node:
    return await join(rest.db, "node-1", NOW)


async def test_a_customer_reads_the_own_history(rest: Rest, mitra: KnownMitra) -> None:
    """Given one that ended and one that runs, then both, the newest first, and how it ended."""
    token = await rest.customer()
    customer_id = await _id_of(rest, token)
    first = await _paired(rest, customer_id, mitra.mitra_id, 0)
    await _ended(rest, first, 20)
    second = await _paired(rest, customer_id, mitra.mitra_id, 30)

    got = await rest.call("GET", PATH, token=token)

    bestie = {"id": mitra.mitra_id, "display_name": "Awan"}
    assert got.status == 200
    assert got.body["total"] == 2
    assert got.body["items"][0] == {
        "session_id": second.session_id,
        "request_id": second.request_id,
        "state": "active",
        "mitra": bestie,
        "created_at": "2026-03-01T21:30:00Z",
        "started_at": "2026-03-01T21:30:00Z",
        "ends_at": None,
        "ended_at": None,
        "end_reason": None,
    }
    assert got.body["items"][1] == {
        "session_id": first.session_id,
        "request_id": first.request_id,
        "state": "ended",
        "mitra": bestie,
        "created_at": "2026-03-01T21:00:00Z",
        "started_at": "2026-03-01T21:00:00Z",
        "ends_at": None,
        "ended_at": "2026-03-01T21:20:00Z",
        "end_reason": "customer",
    }


async def test_it_follows_the_account_to_another_phone(rest: Rest, mitra: KnownMitra) -> None:
    """Given a second login of the same account, then both phones read the same."""
    here = await rest.customer(await rest.by_phone(OTHER_PHONE))
    session = await _paired(rest, await _id_of(rest, here), mitra.mitra_id, 0)
    there = await rest.customer(await rest.by_phone(OTHER_PHONE))

    assert here != there
    seen = await rest.call("GET", PATH, token=there)
    assert [one["session_id"] for one in seen.body["items"]] == [session.session_id]
    assert seen.body == (await rest.call("GET", PATH, token=here)).body


async def test_another_s_sessions_are_not_shown(rest: Rest, mitra: KnownMitra) -> None:
    """Given somebody else had a session, then one's own history is empty, whatever is asked for."""
    other = await _id_of(rest, await rest.customer())
    await _paired(rest, other, mitra.mitra_id, 0)
    token = await rest.customer(name="Langit")

    assert (await rest.call("GET", PATH, token=token)).body == {"items": [], "total": 0}
    for asked in (f"customer_id={other}", f"mitra_id={mitra.mitra_id}", "q=Bulan", "live=true"):
        assert (await rest.call("GET", f"{PATH}?{asked}", token=token)).said == (
            422,
            "invalid_data",
        )


async def test_pages_do_not_overlap(rest: Rest, mitra: KnownMitra) -> None:
    """Given three sessions, then two pages of two have each once, and `total` counts them all."""
    token = await rest.customer()
    customer_id, made = await _id_of(rest, token), []
    for minutes in (0, 10, 20):
        session = await _paired(rest, customer_id, mitra.mitra_id, minutes)
        await _ended(rest, session, minutes + 5)
        made.append(session.session_id)

    pages = [
        (await rest.call("GET", f"{PATH}?page={page}&per_page=2", token=token)).body
        for page in (1, 2, 3)
    ]

    assert [[one["session_id"] for one in page["items"]] for page in pages] == [
        [made[2], made[1]],
        [made[0]],
        [],
    ]
    assert [page["total"] for page in pages] == [3, 3, 3]
    for wrong in ("page=0", "per_page=0", "per_page=101"):
        got = await rest.call("GET", f"{PATH}?{wrong}", token=token)
        assert (got.said, got.fields) == ((422, "invalid_data"), [wrong.split("=")[0]])


async def test_a_rerouted_session_shows_the_last_bestie(rest: Rest, mitra: KnownMitra) -> None:
    """Given the control center gave it to another, then it is there once, with that one."""
    token, user = await rest.customer(), await an_admin(rest.db)
    session = await _paired(rest, await _id_of(rest, token), mitra.mitra_id, 0)
    other, at = str(uuid7(NOW)), NOW + timedelta(minutes=5)
    made = await create_mitra(rest.db, other, OTHER_PHONE, "Kenanga", 1, True, ADMIN, NOW)
    assert isinstance(made, MitraAccount)
    await go_online(rest.db, await _node(rest), other, NOW)
    effect = Reroute(session.session_id, other, user.user_id, "Awan had to go", False, at, "reply")
    assert isinstance(await reroute_session(rest.db, effect), SessionRerouted)

    got = await rest.call("GET", PATH, token=token)

    assert got.body["total"] == 1
    assert got.body["items"][0]["mitra"] == {"id": other, "display_name": "Kenanga"}
    assert "Awan" not in str(got.body)


async def test_the_history_is_for_customers_alone(rest: Rest, mitra: KnownMitra) -> None:
    """Without a login 401, with a mitra's 403, after logging out 401."""
    assert (await rest.call("GET", PATH)).said == (401, "not_authenticated")
    mitra_token = (await rest.mitra_login(await rest.by_phone())).body["token"]
    assert (await rest.call("GET", PATH, token=mitra_token)).said == (403, "wrong_role")
    token = await rest.customer()
    assert (await rest.call("GET", PATH, token=token)).status == 200
    await rest.call("POST", "/v1/logout", token=token)
    assert (await rest.call("GET", PATH, token=token)).said == (401, "not_authenticated")
