"""Put the application together. What it does belongs in the resource packages."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from fastapi import FastAPI

from api import openapi, problem_handlers
from api.asked_again import AskedAgain
from api.audit import endpoints as audit
from api.audit.left_over import LeftOver
from api.audit.writer import AuditWriter
from api.auth import endpoints as auth
from api.candidate_names import CandidateNames
from api.changes import endpoints as changes
from api.contracts import endpoints as contracts
from api.cursors import KEY_BYTES, CursorCodec
from api.deliveries import annotated
from api.deliveries import endpoints as deliveries
from api.editions import EditionsInService
from api.export import endpoints as export
from api.health import endpoints as health
from api.introductions import endpoints as introductions
from api.limits import Meter
from api.limits_http import LimitsOnTheWire
from api.metrics import endpoints as metrics
from api.opening import Opening, cancelled
from api.pages import endpoints as pages
from api.pool import endpoints as pool
from api.quotas import Limits
from api.remembered import Remembered
from api.reports import endpoints as reports
from api.services import Services
from api.set_hashes import SetHashes
from api.slots import CheckSlots
from api.students import endpoints as students
from api.vacancies import endpoints as vacancies
from api.watch.measures import Measures
from api.watch.requests import WatchRequests
from api.watch.state import StateCollector
from pipelines.store.incoming import sweep
from pipelines.store.platform import Platform

_DESCRIPTION: Final = (
    "Ranked candidates for enterprises, figures for officials, deliveries for colleges and enterprises. "
    "Every answer names the edition it was read from; every error is an RFC 9457 problem in both languages. "
    "为企业提供候选人，为主管部门提供统计，为院校和企业提供数据报送。"
)
_TAGS: Final = [
    # The name is for programs, which make identifiers of it; pages show the other.
    {
        "name": "access",
        "x-displayName": "Access 访问令牌",
        "description": "For everybody: get a token. 所有角色：获取令牌。",
    },
    {
        "name": "enterprise",
        "x-displayName": "Vacancies and pool 岗位与人才库",
        "description": "For enterprises: own vacancies, candidates, the pool. 企业：本企业岗位、候选人、后备人才库。",
    },
    {
        "name": "introductions",
        "x-displayName": "Introductions 推介",
        "description": "For enterprises: ask for candidates and see who consented. For colleges: put the question and "
        "record the answer. 企业：请求推介、查看已同意人员。院校：征询学生并登记答复。",
    },
    {
        "name": "senders",
        "x-displayName": "Contracts and deliveries 契约与报送",
        "description": "For colleges and enterprises: what to send, and sending it. 院校和企业：报送要求与数据报送。",
    },
    {
        "name": "official",
        "x-displayName": "Metrics and reports 指标与报告",
        "description": "For officials: the figures of their region. 主管部门：本区域指标与报告。",
    },
    {"name": "service", "x-displayName": "Service 服务状态", "description": "For operators. 运维。"},
]
_ROUTERS: Final = (
    *(auth, vacancies, export, changes, pool, introductions, students),
    *(contracts, deliveries, annotated, metrics, reports, audit, health, pages),
)


def create_app(data_dir: Path, *, clock: Callable[[], datetime] | None = None, limits: Limits | None = None) -> FastAPI:
    """Return the application over one data folder; the folder is opened when the application starts.

    While the server of its ledger does not answer, every request but for `/health` is a 503 with the reason.

    Args:
        data_dir: The platform's data folder.
        clock: Tells the time of arrival of requests and tokens, in UTC; the machine's clock by default.
        limits: What each client may ask; the usual by default.
    """
    measures = Measures()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.opening = opening = Opening(lambda: _started(data_dir, clock or _now, limits or Limits(), measures))
        waiting = None if opening.at_start() else asyncio.create_task(opening.later())
        try:
            yield
        finally:
            if waiting is not None:
                await cancelled(waiting)
            opening.close(_stopped)

    app = FastAPI(
        title="Talent Reserve",
        version=version("talent-reserve"),
        description=_DESCRIPTION,
        openapi_tags=_TAGS,
        # The interactive pages load scripts from elsewhere; ours at /docs does not.
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
        lifespan=lifespan,
    )
    problem_handlers.install(app)
    openapi.install(app)
    app.add_middleware(AskedAgain)
    app.add_middleware(LimitsOnTheWire)
    # The last one added is the outermost: it sees what the others answer.
    app.add_middleware(WatchRequests, measures=measures)
    app.state.measures = measures
    for resource in _ROUTERS:
        # Not included: FastAPI would look through each router twice for each request. No dependency is overridden.
        app.router.routes.extend(resource.router.routes)
    return app


def _started(data_dir: Path, now: Callable[[], datetime], limits: Limits, measures: Measures) -> Services:
    platform = Platform.open(data_dir)
    sweep(platform.paths, now=now())
    editions = EditionsInService(platform.paths)
    editions.refresh()
    cursors = CursorCodec(platform.keys.derive("cursor", KEY_BYTES))
    record = AuditWriter(platform.ledger.audit.append, LeftOver(platform.paths.audit_left))
    record.start()
    meter = Meter(limits, now)
    services = Services(
        *(platform, editions, cursors, now, CheckSlots(), meter, SetHashes(), record, measures),
        *(Remembered(platform.ledger.version), CandidateNames(platform.keys)),
    )
    measures.watch(StateCollector(services))
    return services


def _stopped(services: Services) -> None:
    services.measures.watch(None)
    services.audit.close()
    services.editions.close()


def _now() -> datetime:
    return datetime.now(UTC)
