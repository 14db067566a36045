"""GET /v1/deliveries/{delivery_no}/findings/workbook: the sender's own file given back with its faults marked."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from api.deliveries.endpoints import DeliveryNo, ReadScope
from api.problems import Busy, NotFound
from api.reference import problems_of
from api.services import Services, ServicesDep
from api.workbooks import XLSX, attachment
from pipelines.intake.annotate import causes_only, give_back
from pipelines.intake.findings import read_findings
from pipelines.intake.repairs import read_repairs
from pipelines.intake.report import CheckReport
from pipelines.store.landing import OriginalErased, read_landed
from pipelines.store.ledger import Delivery

router = APIRouter(prefix="/v1/deliveries", tags=["senders"])

_FRESH: Final = {"Cache-Control": "no-store"}


@router.get(
    "/{delivery_no}/findings/workbook",
    summary="Get the file back with its faults marked 下载标注问题的工作簿",
    response_class=Response,
    responses={
        200: {
            "description": "The Excel workbook. 标注工作簿（Excel）。",
            "content": {XLSX: {"schema": {"type": "string", "format": "binary"}}},
        },
        **problems_of(NotFound, Busy),
    },
)
async def read_workbook(delivery_no: DeliveryNo, scope: ReadScope, services: ServicesDep) -> Response:
    """Get one of your deliveries as an Excel workbook: your own sheets with faulty cells coloured and commented.

    The causes stand on the first sheet, every finding on the last. Correct the cells and send the same file again.
    Where the file was erased or cannot be read, the causes and findings come alone.
    """
    delivery = scope.delivery(delivery_no)
    body = await services.checks.run(partial(_workbook, services, delivery))
    names = attachment(f"delivery-{delivery_no}.xlsx", f"报送{delivery_no}核验结果.xlsx")
    return Response(body, media_type=XLSX, headers={**_FRESH, "Content-Disposition": names})


def _workbook(services: Services, delivery: Delivery) -> bytes:
    platform = services.platform
    report = CheckReport(
        feed=delivery.feed,
        file_sha256=delivery.file_sha256,
        contract_version=delivery.contract_version,
        rows_read=delivery.rows_read,
        rows_accepted=delivery.rows_accepted,
        findings=read_findings(platform.paths, delivery.delivery_no),
        repairs=read_repairs(platform.paths, delivery.delivery_no),
    )
    # Beside the uploads: what an interrupted process leaves there is swept away.
    with TemporaryDirectory(dir=platform.paths.incoming) as folder:
        source, target = Path(folder) / "sent", Path(folder) / "back.xlsx"
        try:
            source.write_bytes(read_landed(platform.paths, platform.keys, delivery.file_sha256))
        except (OriginalErased, FileNotFoundError):
            causes_only(report, target)
        else:
            give_back(source, report, target)
        return target.read_bytes()
