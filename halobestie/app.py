"""The composition root: builds one node in reading order, closes it in reverse.

database ▸ node ▸ settings ▸ identity ▸ herald ▸ sockets ▸ actors ▸ outlet ▸ membership ▸
listeners ▸ the other nodes ▸ housekeeping
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Literal, Self

import structlog
from aiohttp import web
from thespian.actors import ActorSystem

from halobestie import VERSION
from halobestie.actors.system import AsyncioSystemBase
from halobestie.actors.tree import Tree
from halobestie.clock import Clock
from halobestie.cluster.bus import Bus
from halobestie.cluster.herald import Herald
from halobestie.cluster.local_bus import LocalBus
from halobestie.cluster.valkey_bus import ValkeyBus
from halobestie.config import Config
from halobestie.db import nodes
from halobestie.db.pairing import Committer
from halobestie.db.pool import DatabaseUnavailable, open_database
from halobestie.db.retention import Retention
from halobestie.db.settings import read_settings
from halobestie.domain import Settings
from halobestie.door import Door
from halobestie.figures import watch_node
from halobestie.hearing import Hearing
from halobestie.housekeeping import Housekeeping
from halobestie.http.internal import make_internal_app
from halobestie.http.public import make_public_app
from halobestie.http.runner import EdgeRunner
from halobestie.http.services import Check, Services
from halobestie.http.sockets import Sockets
from halobestie.identity.build import IdentityChoice, build_provider
from halobestie.identity.local_store_pg import PgLocalStore
from halobestie.identity.model import IdentityProvider
from halobestie.live_settings import LiveSettings
from halobestie.membership import Membership
from halobestie.messages import COORDINATOR, LineWanted, MissedSomething
from halobestie.metrics import Figures, Measures, new_registry
from halobestie.outlet.batches import Batches
from halobestie.outlet.outlet import Outlet
from halobestie.outlet.stopwatch import Stopwatch
from halobestie.outlet.store import Store
from halobestie.payment import PaymentPort
from halobestie.reconciler import Reconciler
from halobestie.replies import Replies

log = structlog.get_logger(__name__)

GOING_AWAY = 4001
DRAIN_S = 5.0
LEAVE_SPREAD_S = 3.0


class CannotListen(OSError):
    """An address of ours is taken by somebody else, or is none of this machine."""


class App:
    """One node, from an open database to two open listeners.

    `emulator_host` is the value of FIREBASE_AUTH_EMULATOR_HOST; `console` shows a line to whoever
    started the server.
    """

    def __init__(
        self,
        config: Config,
        clock: Clock,
        *,
        database_url: str,
        valkey_url: str | None,
        emulator_host: str | None = None,
        payment: PaymentPort,
        console: Callable[[str], None] | None = None,
    ) -> None:
        self._config = config
        self._clock = clock
        self._database_url = database_url
        self._valkey_url = valkey_url
        self._emulator_host = emulator_host
        self._payment = payment
        self._console = console
        self._closing = AsyncExitStack()
        self._leaving = False
        self._adopting: set[asyncio.Task[None]] = set()
        self._look: asyncio.Task[Literal["ok", "failed"]] | None = None
        self.public_port = config.public_port
        self.internal_port = config.internal_port

    async def __aenter__(self) -> Self:
        try:
            await self._start()
        except BaseException:
            await self._closing.aclose()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._closing.aclose()

    # -- in reading order ---------------------------------------------------------------

    async def _start(self) -> None:
        config, clock = self._config, self._clock
        size = config.database_connections
        self.database = await open_database(self._database_url, size=size)
        self._closing.push_async_callback(self.database.close)
        self.measures = Measures()
        self.database.waited = self.measures.database_wait.observe
        joined = await nodes.join(self.database, config.node_id, clock.now())
        self.node = nodes.LiveNode(joined.node_id, joined.epoch)
        self._live = LiveSettings(await read_settings(self.database))
        identity = await self._prepare_identity()

        self.herald = Herald(self._bus())
        self._closing.push_async_callback(self.herald.bus.close)
        self.sockets = Sockets(
            clock=clock,
            settings=self._live.current,
            node_id=config.node_id,
            announce=self.herald.announce,
        )
        self.replies = Replies(asyncio.get_running_loop())
        self._closing.callback(self.replies.close)
        self._plant_actors()
        self.store, self.batches = await self._connect_outlet()
        self.door = Door(self.tree, self.replies)

        self.membership = self._membership()
        self.reconciler = self._reconciler()
        services = self._services(identity)
        await self.membership.take_up()
        # Before the first phone: what changes after its snapshot is found by the next look.
        await self.reconciler.look_for_news()
        await self._listen(services)
        self._keep_house()
        await self._meet_the_others()
        log.info("ready", node=self.node.node_id, epoch=self.node.epoch)

    def _bus(self) -> Bus:
        """Without Valkey there are no others."""
        node_id, prefix = self._config.node_id, self._config.valkey_prefix
        if self._valkey_url is None:
            return LocalBus(node_id)
        return ValkeyBus(self._valkey_url, node_id, prefix=prefix)

    async def _prepare_identity(self) -> IdentityProvider:
        config = self._config
        choice = IdentityChoice(
            identity=config.identity,
            env=config.env,
            project_id=config.firebase_project,
            credentials_path=config.firebase_credentials,
            web_config=config.firebase_web_config,
            emulator_host=self._emulator_host,
        )
        provider = build_provider(choice, PgLocalStore(self.database.pool), self._clock)
        self._closing.push_async_callback(provider.close)
        await provider.prepare()
        return provider

    def _plant_actors(self) -> None:
        self.system_base = AsyncioSystemBase(asyncio.get_running_loop())
        system = ActorSystem(self.system_base, transientUnique=True)
        self._closing.callback(system.shutdown)
        self.tree = Tree(system, self._clock, self._live.current, self._config.node_id)
        self.tree.start()

    async def _connect_outlet(self) -> tuple[Store, Batches]:
        committer = self.committer = Committer(self.database, self.node)
        await committer.start()
        self._closing.push_async_callback(committer.close)
        watch = Stopwatch(self.measures)
        store = Store(self.database, committer, self.node, self.tree, watch)
        self._closing.push_async_callback(store.close, DRAIN_S)
        batches = Batches(self.database)
        batches.start()
        self._closing.push_async_callback(batches.close)
        outlet = Outlet(
            phones=self.sockets,
            answers=self.replies,
            entrance=self.tree,
            writer=store,
            batches=batches,
            payment=self._payment,
            others=self.herald,
        )
        self.tree.perform = outlet.perform
        self.outlet = outlet
        return store, batches

    def _membership(self) -> Membership:
        member = Membership(
            database=self.database,
            clock=self._clock,
            monotonic=asyncio.get_running_loop().time,
            node=self.node,
            actors=self.tree,
            announce=self.herald.announce,
            count_sockets=lambda: sum(self.sockets.counts().values()),
        )
        member.on_rejoin = self._look_again
        return member

    def _reconciler(self) -> Reconciler:
        return Reconciler(
            database=self.database,
            clock=self._clock,
            node=self.node,
            actors=self.tree,
            phones=self.sockets,
            perform=self.outlet.perform,
        )

    def _services(self, identity: IdentityProvider) -> Services:
        checks: dict[str, Check] = {"database": self._check_database}
        if self._valkey_url is not None:
            checks["valkey"] = self.herald.bus.check
        checks["node"] = self._check_node
        figures = Figures()
        watch_node(figures, self)
        return Services(
            version=VERSION,
            config=self._config,
            clock=self._clock,
            database=self.database,
            door=self.door,
            sockets=self.sockets,
            identity=identity,
            settings=self._live,
            checks=checks,
            settings_changed=self._settings_changed,
            announce=self.herald.announce,
            console=self._console,
            metrics=new_registry(figures, self.measures),
        )

    async def _listen(self, services: Services) -> None:
        config = self._config
        public, internal = make_public_app(services), make_internal_app(services)
        self.public_port = await self._serve(public, config.public_host, config.public_port)
        self.internal_port = await self._serve(internal, config.internal_host, config.internal_port)
        self._closing.push_async_callback(self.sockets.close_all, GOING_AWAY)

    async def _serve(self, app: web.Application, host: str, port: int) -> int:
        runner = EdgeRunner(app, shutdown_timeout_s=DRAIN_S)
        await runner.setup()
        self._closing.push_async_callback(runner.cleanup)
        site = web.TCPSite(runner, host, port, backlog=4096)
        try:
            await site.start()
        except OSError as error:
            number = error.errno or 0
            why = os.strerror(number) if number > 0 else error.strerror
            raise CannotListen(f"Cannot listen on {host}, port {port}: {why}.") from None
        bound: int = runner.addresses[0][1]
        return bound

    def _keep_house(self) -> None:
        self.house = Housekeeping(
            database=self.database,
            clock=self._clock,
            door=self.door,
            membership=self.membership,
            reconciler=self.reconciler,
            settings_found=self._settings_changed,
            perform=self.outlet.perform,
            late=self.measures.loop_lag.observe,
        )
        self.house.start()
        self._closing.push_async_callback(self.house.close)
        self.retention = Retention(self.database, self._clock, self._config)
        forgetting = asyncio.create_task(self.retention.run_for_ever())
        self._closing.callback(forgetting.cancel)

    async def _meet_the_others(self) -> None:
        hearing = Hearing(
            actors=self.tree,
            phones=self.sockets,
            left=self._somebody_left,
            missed=self.house.hurry,
        )
        await self.herald.start(hearing.hear, self._rejoined)
        self._closing.callback(self.herald.stop_hearing)

    # -- leaving ------------------------------------------------------------------------

    def say_not_ready(self) -> None:
        """`/readyz` fails from now on: the balancer sends nobody new."""
        self._leaving = True

    async def leave(self, spread_s: float = LEAVE_SPREAD_S) -> None:
        """Sockets are told to come back, spread over `spread_s`; then what this node owns is let
        go of, and the others adopt it. Afterwards there is nothing left but to close."""
        self.say_not_ready()
        await self.sockets.close_all(GOING_AWAY, spread_s)
        try:
            async with asyncio.timeout(DRAIN_S):
                await self.membership.leave()
        except (DatabaseUnavailable, TimeoutError):
            log.warning("not_let_go", node=self.node.node_id)

    # -- what others call ---------------------------------------------------------------

    def _rejoined(self) -> None:
        """Messages may have been lost, ours or theirs: everybody looks into PostgreSQL."""
        self.herald.announce(MissedSomething(self.node.node_id))
        self._look_again()

    def _look_again(self) -> None:
        self.reconciler.start_over()
        self.tree.tell(COORDINATOR, LineWanted())
        self.house.hurry()

    def _somebody_left(self, node_id: str) -> None:
        task = asyncio.get_running_loop().create_task(self.membership.adopt_now(node_id))
        self._adopting.add(task)
        task.add_done_callback(self._adopting.discard)

    async def _check_node(self) -> Literal["ok", "failed"]:
        """Leaving, or its lease in doubt: customers and mitra are better served elsewhere."""
        return "ok" if self.membership.takes_part and not self._leaving else "failed"

    async def _settings_changed(self, settings: Settings) -> None:
        if self._live.replace(settings):
            log.info("settings_in_force", version=settings.version)
            self.tree.settings_changed(settings)
            self.sockets.settings_changed(settings)

    async def _check_database(self) -> Literal["ok", "failed"]:
        """One look at a time, shared by all who ask. Whoever asked may stop waiting for it: a look
        at a database that hangs takes longer to break off than anybody's patience lasts."""
        if self._look is None or self._look.done():
            self._look = asyncio.create_task(self._look_at_database())
        return await asyncio.shield(self._look)

    async def _look_at_database(self) -> Literal["ok", "failed"]:
        try:
            async with self.database.connection() as conn:
                await conn.fetchval("SELECT 1")
        except DatabaseUnavailable:
            return "failed"
        return "ok"
