"""Why an erasure could not be carried out to its end: said in words, and tried again by the next run."""

from __future__ import annotations

from data_contracts.model import Text
from pipelines.intake.report.said import SaidError


class ErasureStoppedError(SaidError):
    """An erasure stopped before anything was lost: the person stays hidden, and the next run carries it on."""


def not_looked_at(delivery_no: int, reason: str) -> ErasureStoppedError:
    """Return the error of a landed file that went past a limit or broke its reader: what it says is not known."""
    return ErasureStoppedError(
        Text(
            f"the file of delivery {delivery_no} could not be looked at for the erasure ({reason}); run again,"
            " with more memory or on a quieter machine",
            f"报送{delivery_no}的文件未能在限制内完成删除前的核查（{reason}），请在资源充足或空闲时重新运行",
        )
    )


def refused_with_rows(delivery_no: int) -> ErasureStoppedError:
    """Return the error of a landed file that is refused today, although rows of it were accepted."""
    return ErasureStoppedError(
        Text(
            f"the file of delivery {delivery_no} can no longer be read although rows of it were accepted, so nobody can"
            " be taken out of it alone; ask its sender for the file again and report this to the platform's operator",
            f"报送{delivery_no}曾有行被采纳，但其文件现已无法读取，不能只删除其中一人；请报送单位重新报送，并告知平台运维人员",
        )
    )
