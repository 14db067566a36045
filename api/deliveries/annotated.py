"""GET /v1/deliveries/{delivery_no}/findings/workbook: the sender's own file given back with its faults marked."""

from functools import partial
from pathlib import Path
from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from api.deliveries.endpoints import DeliveryNo, ReadScope
from api.problems import Busy, NotFound
from api.reference import problems_of
from api.services import Services, ServicesDep
from api.workbooks import XLSX, attachment
from pipelines.intake.annotate import causes_only, give_back
from pipelines.intake.delivery.kept import report_of
from pipelines.store.incoming import work_folder
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
    Where the file was erased, cannot be read or was sent with a mapping, the causes and findings come alone.
    """
    delivery = scope.delivery(delivery_no)
    body = await services.checks.run(partial(_workbook, services, delivery))
    names = attachment(f"delivery-{delivery_no}.xlsx", f"报送{delivery_no}核验结果.xlsx")
    return Response(body, media_type=XLSX, headers={**_FRESH, "Content-Disposition": names})


def _workbook(services: Services, delivery: Delivery) -> bytes:
    platform = services.platform
    report = report_of(platform, delivery)
    with work_folder(platform.paths) as folder:
        target = folder / "back.xlsx"
        source = _sent(services, delivery, folder / "sent")
        if source is None:
            causes_only(report, target)
        else:
            give_back(source, report, target)
        return target.read_bytes()


def _sent(services: Services, delivery: Delivery, path: Path) -> Path | None:
    """Write a delivery's file as it was sent; of a foreign layout nobody knows any more which cell is which field."""
    if delivery.mapping:
        return None
    try:
        path.write_bytes(read_landed(services.platform.paths, services.platform.keys, delivery.file_sha256))
    except (OriginalErased, FileNotFoundError):
        return None
    return path
